/** What the runs of a folder came to, from their stored verdicts and summaries. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../../contract/contract.ts';
import { peakLevel, totalSeconds } from '../../shared/load/shape.ts';
import type { Figures, RunRecord, ScenarioPlan, Verdict } from '../../store/records/records.ts';
import { FILES, readRecord } from '../../store/store.ts';
import { clockText, levelText } from '../../text/numbers.ts';
import { measuredOf } from '../measured.ts';

/** More than half a year of nights; older runs keep their own reports. */
const MAX_RUNS = 200;

export interface PastRun {
  /** Its name below the results folder. */
  folder: string;
  startedAtMs: number;
  seconds?: number;
  state: RunRecord['state'];
  status: Status;
  target: string;
  pace: string;
  faults: string[];
  hasReport: boolean;
  scenes: PastScene[];
}

/** One scenario on one profile. */
export interface PastScene {
  profile: string;
  scenario: string;
  status: Status;
  /** What was played where; only numbers of the same conditions can be compared. */
  conditions: string;
  figures: Figures;
}

/** Newest first. What is damaged, or no run (baselines, the detection matrix, `latest`), is passed over. */
export function readPastRuns(out: string): PastRun[] {
  const names = existsSync(out)
    ? readdirSync(out, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];
  const runs: PastRun[] = [];
  // A run's name begins with its time.
  for (const name of names.sort().reverse()) {
    if (runs.length === MAX_RUNS) break;
    const run = pastRun(out, name);
    if (run !== undefined) runs.push(run);
  }
  return runs.sort((a, b) => b.startedAtMs - a.startedAtMs);
}

function pastRun(out: string, name: string): PastRun | undefined {
  const folder = join(out, name);
  const run = readRecord<RunRecord>('run', join(folder, FILES.run));
  const verdict = readRecord<Verdict>('verdict', join(folder, FILES.verdict));
  if (run === undefined || verdict === undefined) return undefined;
  const { startedAtMs, finishedAtMs, state, target, pace, faults = [] } = run;
  return {
    folder: name,
    startedAtMs,
    ...(finishedAtMs === undefined ? {} : { seconds: (finishedAtMs - startedAtMs) / 1000 }),
    state,
    status: verdict.status,
    target: target.baseUrl === undefined ? target.about : `${target.about}, ${target.baseUrl}`,
    pace,
    faults,
    hasReport: existsSync(join(folder, FILES.reportHtml)),
    scenes: scenesOf(run, verdict, folder),
  };
}

function scenesOf(run: RunRecord, verdict: Verdict, folder: string): PastScene[] {
  return verdict.profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.flatMap((scenario) => {
      const plan = run.scenarios.find(({ name }) => name === scenario.name);
      if (plan === undefined) return [];
      return [
        {
          profile,
          scenario: scenario.name,
          status: scenario.status,
          conditions: conditionsOf(run, plan),
          figures: measuredOf(folder, profile, scenario),
        },
      ];
    }),
  );
}

function conditionsOf({ sandbox }: RunRecord, { legs, model }: ScenarioPlan): string {
  return `${clockText(totalSeconds(legs))} up to ${levelText(peakLevel(legs), model)}, ${sandbox.driver}`;
}
