/** A stored run of any length, as a soak leaves it: one reading a second of every series, and k6's timeline beside it. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleName } from '../contract/contract.ts';
import { outcomeOf, PING, runOf, START_MS, summaryOf, verdictOf } from '../judge/fixtures.ts';
import type { Verdict } from '../store/records/records.ts';
import { FILES, scenarioFolder } from '../store/store.ts';

/** Written at once, so that making a long run takes little memory. */
const CHUNK_SECONDS = 1000;

/** Lays it out in the folder, judged. */
export function storeLongRun(folder: string, seconds: number): void {
  const scenario = { ...PING, legs: [{ phase: 'steady', move: 'hold', seconds, level: 200 } as const] };
  const run = runOf({ scenarios: [scenario] });
  const played = scenarioFolder(folder, 't3-micro', scenario.name);
  mkdirSync(played, { recursive: true });
  const verdict: Verdict = {
    schema: 'burstbox/verdict/1',
    run: run.id,
    status: 'healthy',
    profiles: [{ name: 't3-micro', status: 'healthy', scenarios: [verdictOf()] }],
    doubts: [],
  };
  writeFileSync(join(folder, FILES.run), JSON.stringify(run));
  writeFileSync(join(folder, FILES.verdict), JSON.stringify(verdict));
  writeFileSync(
    join(played, FILES.outcome),
    JSON.stringify(outcomeOf({ finishedAtMs: START_MS + seconds * 1000 })),
  );
  writeFileSync(join(played, FILES.summary), JSON.stringify({ ...summaryOf(), legs: scenario.legs }));
  writeFileSync(join(played, FILES.timeline), HEAD.map((event) => `${JSON.stringify(event)}\n`).join(''));
  for (let from = 0; from < seconds; from += CHUNK_SECONDS) {
    const chunk = Array.from({ length: Math.min(CHUNK_SECONDS, seconds - from) }, (_, index) => from + index);
    appendFileSync(join(played, FILES.samples), chunk.map(sampleLine).join(''));
    appendFileSync(join(played, FILES.timeline), chunk.map(timelineLines).join(''));
  }
}

const COUNTERS: SampleName[] = [
  'cgroup_cpu_seconds_total',
  'cgroup_cpu_periods_total',
  'cgroup_cpu_throttled_periods_total',
  'cgroup_cpu_throttled_seconds_total',
  'cgroup_oom_kills_total',
  'cgroup_io_read_bytes_total',
  'cgroup_io_write_bytes_total',
  'process_cpu_seconds_total',
  'process_cpu_wait_seconds_total',
  'runtime_gc_total',
  'runtime_gc_pause_seconds_total',
  'requests_total',
  'requests_errors_total',
  'k6_cpu_seconds_total',
  'k6_cpu_wait_seconds_total',
  'host_cpu_busy_seconds_total',
];
const GAUGES: SampleName[] = [
  'cgroup_memory_bytes',
  'cgroup_memory_working_set_bytes',
  'cgroup_memory_limit_bytes',
  'cgroup_pids',
  'process_resident_memory_bytes',
  'process_open_fds',
  'process_open_sockets',
  'process_threads',
  'runtime_sys_mb',
  'runtime_heap_mb',
  'runtime_handles',
  'requests_in_flight',
  'k6_resident_memory_bytes',
  'host_memory_available_bytes',
];

/** Numbers that differ from one second to the next, the same in every run; of five digits, as k6 rounds its own. */
function wobble(second: number, index: number): number {
  return ((second * 7919 + index * 104_729) % 99_991) / 100_000;
}

function sampleLine(second: number): string {
  const values = Object.fromEntries([
    ...COUNTERS.map((name, index) => [name, second * (index + 1) + wobble(second, index)]),
    ...GAUGES.map((name, index) => [name, 1e6 * (index + 1) + 1e5 * wobble(second, index)]),
  ]);
  return `${JSON.stringify({ t: START_MS + second * 1000, values })}\n`;
}

const TRENDS = [
  ...['blocked', 'connecting', 'duration', 'receiving', 'sending', 'tls_handshaking', 'waiting'].map(
    (part) => `http_req_${part}`,
  ),
  'iteration_duration',
  'op_duration',
];
const TYPES = new Map([
  ...TRENDS.map((name) => [name, 'trend'] as const),
  ...['data_received', 'data_sent', 'http_reqs', 'iterations'].map((name) => [name, 'counter'] as const),
  ...['http_req_failed', 'op_failed'].map((name) => [name, 'rate'] as const),
  ...['time', 'vus', 'vus_max'].map((name) => [name, 'gauge'] as const),
]);
const AGGREGATES = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'max', 'med', 'min', 'p(90)', 'p(95)', 'p(99)'],
};
const HEAD = [
  { event: 'param', data: { aggregates: AGGREGATES } },
  { event: 'metric', data: Object.fromEntries([...TYPES].map(([name, type]) => [name, { type }])) },
];

function timelineLines(second: number): string {
  const t = START_MS + (second + 1) * 1000;
  const data = [...TYPES]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type], index) =>
      name === 'time' ? [t] : AGGREGATES[type].map((_, place) => wobble(second, index + place)),
    );
  return ['snapshot', 'cumulative'].map((event) => `${JSON.stringify({ event, data })}\n`).join('');
}
