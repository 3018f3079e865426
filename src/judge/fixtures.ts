/** Synthetic evidence for the tests of judge and report: a healthy ping run on t3-micro, to which each test does one harm. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { K6Summary, Sample, SampleName } from '../contract/contract.ts';
import type { Finding, Outcome, RunRecord, ScenarioPlan, ScenarioVerdict } from '../store/records/records.ts';
import { FILES, scenarioFolder } from '../store/store.ts';
import type { Snapshot } from '../store/timeline.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { type Evidence, series } from './evidence.ts';
import { fatalLines } from './logs/fatal-lines.ts';

export const GIB = 1024 ** 3;
/** 2027-01-15T08:00:00Z: the load begins; every series has one reading a second from here on. */
export const START_MS = Date.UTC(2027, 0, 15, 8);

export const MICRO = {
  name: 't3-micro',
  about: 't3.micro-like: 1 CPU, 1 GiB',
  limits: { cpus: 1, memoryBytes: GIB },
};

export const P95_PING = {
  metric: 'op_duration{op:ping}',
  stat: 'p(95)',
  unit: 'ms',
  healthy: 50,
  critical: 500,
} as const;
export const ERRORS = {
  metric: 'op_failed',
  stat: 'rate',
  unit: 'ratio',
  healthy: 0.05,
  critical: 0.15,
} as const;

export const PING: ScenarioPlan = {
  name: 'ping',
  about: 'the cheapest request',
  model: 'closed',
  legs: [
    { phase: 'warmup', move: 'ramp', seconds: 3, level: 200 },
    { phase: 'steady', move: 'hold', seconds: 27, level: 200 },
  ],
  thinkSeconds: 0.1,
  limits: [P95_PING, ERRORS],
  needs: ['ping'],
};

export function runOf(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: 'burstbox/run/1',
    id: '20270115-080000-002a',
    burstbox: { version: '0.1.0', gitCommit: 'abc1234', gitDirty: false },
    argv: ['t3-micro', 'ping'],
    startedAtMs: START_MS,
    finishedAtMs: START_MS + 40_000,
    state: 'finished',
    machine: { os: 'linux 6.1', arch: 'x64', cores: 4, memoryMib: 16_384, node: '20.20.2' },
    k6: { version: 'v2.2.0', source: 'cache' },
    sandbox: {
      driver: 'docker',
      about: 'docker 20.10, cgroup v1',
      enforces: { cpu: true, memory: true },
      notes: [],
    },
    target: { name: 'reference', about: 'the file service', startedByUs: true, probes: ['memory'] },
    pace: 'quick',
    seed: 42,
    profiles: [MICRO],
    scenarios: [PING],
    ...changes,
  };
}

export function outcomeOf(changes: Partial<Outcome> = {}): Outcome {
  return {
    schema: 'burstbox/outcome/1',
    profile: 't3-micro',
    scenario: 'ping',
    startedAtMs: START_MS - 2000,
    finishedAtMs: START_MS + 33_000,
    k6: { exitCode: 0, signal: null, scriptExceptions: 0 },
    sampling: { taken: 30, missed: 0 },
    profiles: [{ file: FILES.cpuProfile, ok: true }],
    ...changes,
  };
}

type Metric = K6Summary['metrics'][string];

/** A trend, ms: `stats` over the given number of samples; k6 shows zeros for one without any. */
export function trend(stats: Record<string, number>, count = 1000): Metric {
  return { type: 'trend', contains: 'time', values: { med: 0, 'p(95)': 0, 'p(99)': 0, ...stats, count } };
}

/** A rate; k6 counts as `passes` what was added as true, which for op_failed are the failures. */
export function rate(passes: number, fails: number): Metric {
  const all = passes + fails;
  return { type: 'rate', contains: 'default', values: { rate: all === 0 ? 0 : passes / all, passes, fails } };
}

export function counter(count: number): Metric {
  return { type: 'counter', contains: 'default', values: { count, rate: count / 30 } };
}

/** A healthy summary, with these metrics in place of or besides its own. */
export function summaryOf(metrics: K6Summary['metrics'] = {}): K6Summary {
  return {
    schema: 'burstbox/summary/1',
    loadStartedAtMs: START_MS,
    legs: PING.legs,
    testRunDurationMs: 31_000,
    metrics: {
      op_duration: trend({ med: 4, 'p(95)': 20, 'p(99)': 40 }),
      'op_duration{op:ping}': trend({ med: 4, 'p(95)': 20, 'p(99)': 40 }),
      op_failed: rate(0, 1000),
      http_reqs: counter(1002),
      iterations: counter(1000),
      ...metrics,
    },
    checks: [],
  };
}

/** Series by name, one reading a second; undefined is one that could not be taken. */
export type Series = Partial<Record<SampleName, (number | undefined)[]>>;

export function samplesOf(columns: Series): Sample[] {
  const length = Object.values(columns).reduce((most, column) => Math.max(most, column.length), 0);
  return Array.from({ length }, (_, second) => ({
    t: START_MS + second * 1000,
    values: Object.fromEntries(
      Object.entries(columns).flatMap(([name, column]) =>
        column[second] === undefined ? [] : [[name, column[second]]],
      ),
    ),
  }));
}

/** One period a second with these VUs, dated by its end as in k6's timeline. */
export function vusTimeline(vus: number[]): Snapshot[] {
  return vus.map((value, second) => ({ t: START_MS + (second + 1) * 1000, values: { vus: { value } } }));
}

/**
 * A machine of 4 cores of which k6 takes half of one and never waits, while the highest level is held: with its own
 * series alone a test would be doubted for what it does not show of the generator.
 */
export const CALM_GENERATOR: Series = {
  host_cpu_busy_seconds_total: [0, 1, 2, 3, 4],
  k6_cpu_seconds_total: [0, 0.5, 1, 1.5, 2],
  k6_cpu_wait_seconds_total: [0, 0, 0, 0, 0],
};

/** The first and the last second of the load: what a test is about it puts in itself. */
const PLAYED: Snapshot[] = [1, 30].map((second) => ({
  t: START_MS + second * 1000,
  values: { vus: { value: 200 } },
}));

export function evidenceOf(changes: Partial<Evidence> = {}): Evidence {
  return {
    run: runOf(),
    profile: MICRO,
    scenario: PING,
    outcome: outcomeOf(),
    summary: summaryOf(),
    timeline: PLAYED,
    samples: samplesOf({
      runtime_sys_mb: [80, 90],
      runtime_gc_total: [1, 9],
      requests_total: [0, 1000],
      ...CALM_GENERATOR,
    }),
    logTail: '',
    fatal: fatalLines(Buffer.from(changes.logTail ?? '')),
    logSizes: series(changes.samples ?? [], 'service_log_bytes'),
    probes: [],
    history: () => undefined,
    threads: () => undefined,
    pprof: () => undefined,
    ...changes,
  };
}

export function findingOf(changes: Partial<Finding> = {}): Finding {
  return {
    detector: 'limits',
    status: 'healthy',
    metric: 'op_failed rate',
    unit: 'ratio',
    message: 'all is well',
    evidence: [FILES.summary],
    ...changes,
  };
}

export function verdictOf(changes: Partial<ScenarioVerdict> = {}): ScenarioVerdict {
  return { name: 'ping', status: 'healthy', findings: [findingOf()], doubts: [], notTested: [], ...changes };
}

/** What lies in a scenario's folder; null leaves a file out. */
export interface StoredScenario {
  outcome?: Outcome | null;
  summary?: K6Summary | null;
  samples?: Sample[];
}

/** Lays out a run folder as a run leaves it, with one scenario played on the first profile. Returns its path. */
export async function storedRun(
  t: TestContext,
  run = runOf(),
  scenario: StoredScenario = {},
): Promise<string> {
  const { outcome = outcomeOf(), summary = summaryOf(), samples = evidenceOf().samples } = scenario;
  const folder = await tempFolder(t);
  const played = scenarioFolder(folder, run.profiles[0]?.name ?? 'none', run.scenarios[0]?.name ?? 'none');
  mkdirSync(played, { recursive: true });
  writeFileSync(join(folder, FILES.run), JSON.stringify(run));
  if (outcome !== null) writeFileSync(join(played, FILES.outcome), JSON.stringify(outcome));
  if (summary !== null) writeFileSync(join(played, FILES.summary), JSON.stringify(summary));
  if (outcome !== null) writeFileSync(join(played, FILES.timeline), timelineText(evidenceOf().timeline));
  writeFileSync(join(played, FILES.samples), samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  return folder;
}

/** As a load leaves it. */
export function timelineText(timeline: Snapshot[]): string {
  const statistics = new Map([['time', ['value']]]);
  for (const { values } of timeline)
    for (const [name, of] of Object.entries(values))
      statistics.set(name, [...new Set([...(statistics.get(name) ?? []), ...Object.keys(of)])]);
  const names = [...statistics.keys()].sort();
  const row = ({ t, values }: Snapshot, name: string) =>
    name === 'time' ? [t] : (statistics.get(name) ?? []).map((each) => values[name]?.[each] ?? null);
  const events = [
    // Each metric is of a type of its own, so that it has the statistics that it was given.
    { event: 'param', data: { aggregates: Object.fromEntries(statistics) } },
    { event: 'metric', data: Object.fromEntries(names.map((name) => [name, { type: name }])) },
    ...timeline.map((each) => ({ event: 'snapshot', data: names.map((name) => row(each, name)) })),
  ];
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
