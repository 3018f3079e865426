/** Stored runs for the tests of comparing: each value is what one repeat of ping on t3-micro measured. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  CALM_GENERATOR,
  evidenceOf,
  outcomeOf,
  rate,
  runOf,
  type Series,
  samplesOf,
  summaryOf,
  timelineText,
  trend,
} from '../judge/fixtures.ts';
import { judge } from '../judge/judge.ts';
import type { RunRecord } from '../store/records/records.ts';
import { createScenarioFolder, FILES, writeRecord } from '../store/store.ts';
import { tempFolder } from '../testing/temp-folder.ts';

export interface Measured {
  p95?: number;
  median?: number;
  /** Operations that succeeded in the 30 s of the load. */
  operations?: number;
  failed?: number;
  memoryBytes?: number;
  cpuSeconds?: number;
  /** Series of the samples in place of a calm machine's. */
  generator?: Series;
}

/** Below `out`, with the verdict of each and of all. Returns the run's folder. */
export function storeRepeats(out: string, repeats: Measured[], changes: Partial<RunRecord> = {}): string {
  const run = runOf({ ...(repeats.length > 1 ? { repeat: repeats.length } : {}), ...changes });
  const folder = join(out, run.id);
  mkdirSync(folder, { recursive: true });
  writeRecord(join(folder, FILES.run), run);
  for (const { name: profile } of run.profiles)
    for (const { name: scenario } of run.scenarios)
      repeats.forEach((measured, index) => {
        storeOne(createScenarioFolder(folder, profile, scenario, index + 1), measured, profile, scenario);
      });
  judge(folder);
  return folder;
}

export async function tempResults(t: TestContext): Promise<string> {
  return join(await tempFolder(t), 'results');
}

function storeOne(folder: string, measured: Measured, profile: string, scenario: string): void {
  const { p95 = 20, median = 4, operations = 3000, failed = 0 } = measured;
  const { memoryBytes = 100e6, cpuSeconds = 6, generator = CALM_GENERATOR } = measured;
  const latency = trend({ med: median, 'p(95)': p95, 'p(99)': p95 }, operations);
  writeRecord(join(folder, FILES.outcome), outcomeOf({ profile, scenario, profiles: [] }));
  writeRecord(
    join(folder, FILES.summary),
    summaryOf({
      op_duration: latency,
      [`op_duration{op:${scenario}}`]: latency,
      op_failed: rate(failed, operations),
    }),
  );
  const seconds = Array.from({ length: 31 }, (_, second) => second);
  const samples = samplesOf({
    cgroup_cpu_seconds_total: seconds.map((second) => (cpuSeconds * second) / 30),
    cgroup_memory_working_set_bytes: seconds.map(() => memoryBytes),
    requests_total: seconds.map((second) => second * 100),
    ...generator,
  });
  writeFileSync(join(folder, FILES.timeline), timelineText(evidenceOf().timeline));
  writeFileSync(join(folder, FILES.samples), samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
}
