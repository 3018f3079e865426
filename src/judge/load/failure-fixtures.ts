/** Synthetic loads second by second, for what tells failures by their time. */
import type { ErrorKind, K6Summary, UnsentKind } from '../../contract/contract.ts';
import { totalSeconds } from '../../shared/load/shape.ts';
import type { ServiceExit } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Evidence } from '../evidence.ts';
import { counter, evidenceOf, outcomeOf, PING, rate, START_MS, samplesOf, summaryOf } from '../fixtures.ts';

/** One second of a load: operations that succeeded, and those that failed by kind. */
export interface Second {
  ok?: number;
  failed?: Partial<Record<ErrorKind, number>>;
  /** Requests that never left, by kind. */
  unsent?: Partial<Record<UnsentKind, number>>;
  /** Slowest success. */
  slowestMs?: number;
  vus?: number;
}

/** As many seconds as the load of PING has, each made by its number. */
export function seconds(of: (second: number) => Second): Second[] {
  return Array.from({ length: totalSeconds(PING.legs) }, (_, second) => of(second));
}

/** Evidence with timeline, totals and readings of these seconds. */
export function played(load: Second[], changes: Partial<Evidence> = {}): Evidence {
  return evidenceOf({
    timeline: load.map(snapshotOf),
    summary: totalsOf(load),
    samples: samplesOf({ host_cpu_busy_seconds_total: load.map((_, second) => second) }),
    ...changes,
  });
}

/** The service ended by itself, this long after the load began. */
export function exitAt(second: number, changes: Partial<ServiceExit> = {}): Pick<Evidence, 'outcome'> {
  const exit: ServiceExit = {
    code: 1,
    signal: null,
    oomKilled: false,
    atMs: START_MS + second * 1000,
    ...changes,
  };
  const id = exit.oomKilled ? 'target-oom-killed' : 'target-exited';
  const firstCause = { id, message: 'it ended', atMs: exit.atMs } as const;
  return { outcome: outcomeOf({ serviceExit: exit, firstCause }) };
}

function snapshotOf(
  { ok = 0, failed = {}, unsent = {}, slowestMs = 20, vus = 200 }: Second,
  second: number,
): Snapshot {
  const kinds = Object.entries(failed);
  const kept = Object.entries(unsent);
  const failures = sum(kinds.map(([, count]) => count));
  return {
    t: START_MS + (second + 1) * 1000,
    values: {
      vus: { value: vus },
      data_sent: { count: 1024 * 1024 },
      ...(ok + failures === 0
        ? {}
        : { http_reqs: { count: ok + failures }, op_failed: { rate: failures / (ok + failures) } }),
      ...(ok === 0 ? {} : { op_duration: { med: 4, max: slowestMs } }),
      ...Object.fromEntries(kinds.map(([kind, count]) => [`op_errors_${kind}`, { count }])),
      ...Object.fromEntries(kept.map(([kind, count]) => [`op_unsent_${kind}`, { count }])),
    },
  };
}

function totalsOf(load: Second[]): K6Summary {
  const totals: Record<string, number> = {};
  for (const { failed = {} } of load)
    for (const [kind, count] of Object.entries(failed)) totals[kind] = (totals[kind] ?? 0) + count;
  const counters = Object.entries(totals).map(([kind, count]) => [`op_errors_${kind}`, counter(count)]);
  const ok = sum(load.map(({ ok: count = 0 }) => count));
  return summaryOf({
    op_failed: rate(sum(Object.values(totals)), ok),
    ...Object.fromEntries(counters),
  });
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
