/** The load second by second: what ended, how, and whether anything succeeded. */
import { ERROR_KINDS, type ErrorKind, K6_METRIC, UNSENT_KINDS } from '../../contract/contract.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Evidence } from '../evidence.ts';
import { loadBeganMs, playedSeconds } from './load-clock.ts';

/** One period of the timeline, a second or, in a long soak, some. Times from the begin of the load. */
export interface Period {
  fromSeconds: number;
  toSeconds: number;
  /** VUs that ran at its end; undefined when k6 has not said it yet. */
  vus: number | undefined;
  succeeded: boolean;
  /** Slowest success that ended in it. */
  slowestMs: number | undefined;
  /** 95th percentile of the successes that ended in it. */
  p95Ms: number | undefined;
  /** Iterations that ended in it. */
  iterations: number;
  /** Operations that ended in it. */
  ended: number;
  /** Of those, the failed ones by kind. */
  failed: Partial<Record<ErrorKind, number>>;
  /** Requests that never left for the service; they are no operations. */
  unsent: number;
}

/** A dozen detectors ask, and a soak has tens of thousands; nobody may change what others are given too. */
const known = new WeakMap<Evidence, Period[]>();

/** The periods of the load as far as it was played; what k6 prepares before and clears up after is not in them. */
export function periodsOf(evidence: Evidence): Period[] {
  const periods = known.get(evidence) ?? periodsIn(evidence);
  known.set(evidence, periods);
  return periods;
}

function periodsIn(evidence: Evidence): Period[] {
  const beganMs = loadBeganMs(evidence);
  if (beganMs === undefined) return [];
  const endSeconds = playedSeconds(evidence);
  let fromSeconds = 0;
  return evidence.timeline
    .map((snapshot) => ({ snapshot, toSeconds: (snapshot.t - beganMs) / 1000 }))
    .filter(({ toSeconds }) => toSeconds > 0)
    .map(({ snapshot, toSeconds }) => {
      const period = { fromSeconds, toSeconds, ...shownIn(snapshot) };
      fromSeconds = toSeconds;
      return period;
    })
    .filter((period) => period.fromSeconds < endSeconds);
}

/** How many of these kinds failed in a period. */
export function failuresIn({ failed }: Period, kinds: readonly ErrorKind[] = ERROR_KINDS): number {
  return kinds.reduce((sum, kind) => sum + (failed[kind] ?? 0), 0);
}

/** When an error of this kind was first seen, seconds from the begin of the load; undefined when the timeline shows none. */
export function firstSeen(periods: Period[], kind: ErrorKind): number | undefined {
  return periods.find((period) => failuresIn(period, [kind]) > 0)?.fromSeconds;
}

/** Made once: a soak has tens of thousands of periods. */
const ERROR_NAMES = ERROR_KINDS.map((kind) => ({ kind, name: K6_METRIC.errorPrefix + kind }));
const UNSENT_NAMES = UNSENT_KINDS.map((kind) => K6_METRIC.unsentPrefix + kind);

function shownIn({ values }: Snapshot): Omit<Period, 'fromSeconds' | 'toSeconds'> {
  const failed: Period['failed'] = {};
  let failures = 0;
  for (const { kind, name } of ERROR_NAMES) {
    const count = values[name]?.count ?? 0;
    if (count === 0) continue;
    failed[kind] = count;
    failures += count;
  }
  const unsent = UNSENT_NAMES.reduce((sum, name) => sum + (values[name]?.count ?? 0), 0);
  const requests = values.http_reqs?.count ?? 0;
  const share = values[K6_METRIC.opFailed]?.rate ?? 0;
  const slowestMs = values[K6_METRIC.opDuration]?.max;
  return {
    vus: values.vus?.value,
    succeeded: slowestMs !== undefined,
    slowestMs,
    p95Ms: values[K6_METRIC.opDuration]?.['p(95)'],
    // A rate has no count in the timeline; without failures every request counts for one operation.
    ended: share > 0 && failures > 0 ? Math.round(failures / share) : Math.max(0, requests - unsent),
    iterations: values.iterations?.count ?? 0,
    failed,
    unsent,
  };
}
