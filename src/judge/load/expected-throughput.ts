/**
 * What a load would bring if nothing slowed: the straight line that the levels of a ladder are held against.
 *
 * By Little's law (1961) a closed model has VUs = iterations a second × (think time + time of the operations), so that
 * throughput grows with the VUs as long as latency stays; an open model brings what arrives.
 */
import { K6_METRIC } from '../../contract/contract.ts';
import type { Evidence } from '../evidence.ts';
import { median } from '../statistics/median.ts';
import type { Level } from './levels.ts';
import { loadBeganMs } from './load-clock.ts';

export interface Baseline {
  /** Operations a second for each VU, or for each arrival a second. */
  perLevel: number;
  /** Mean latency of an operation. */
  meanMs: number;
  /** Requests that the service counts for each operation; undefined when it does not count. */
  countedPerOperation: number | undefined;
}

/** A level lags when it brings less than this share of what it would if nothing slowed. */
const LAGS_BELOW = 0.9;
/** The error of a mean lies within two standard errors 19 times of 20. */
export const STANDARD_ERRORS = 2;
/**
 * Of the waiting that a lag means by Little's law, this share must be seen as latency. Not more: on a level that is held for
 * seconds, much of it belongs to operations that end after it.
 */
const MIN_WAITING_SEEN = 0.25;
/** An arrival that waits longer waits for others, and no longer only for itself. */
const OPEN_SLOWER = 1.5;
/** A second with fewer operations has an accidental mean. */
const MIN_IN_A_SECOND = 20;

/**
 * What the lowest level shows, or, when it is overloaded itself, what the load showed while it was still lighter.
 * @param levels that succeeded, the lowest first
 * @param evidence of the ladder itself
 */
export function baselineOf(levels: Level[], evidence: Evidence): Baseline | undefined {
  const lowest = levels.find(({ throughput = 0, meanMs }) => throughput > 0 && meanMs !== undefined);
  if (lowest?.throughput === undefined || lowest.meanMs === undefined) return undefined;
  const { model, thinkSeconds } = evidence.scenario;
  const { throughput, meanMs } = lowest;
  const operations = evidence.scenario.operations ?? lowest.operationsPerIteration;
  const countedPerOperation = countedRatio(levels);
  const perLevel = model === 'open' ? operations : throughput / lowest.level;
  const shown = perLevel === undefined ? undefined : { perLevel, meanMs, countedPerOperation };
  if (operations === undefined) return shown;
  const leastMs = Math.min(...secondMeansMs(evidence), ...levels.flatMap((level) => level.meanMs ?? []));
  const free = model === 'open' ? operations : operations / (thinkSeconds + (operations * leastMs) / 1000);
  const lighter = { perLevel: free, meanMs: leastMs, countedPerOperation };
  if (lagOf(lowest, lighter, mostThroughput(levels), model) === 'waiting') return lighter;
  // More than without any wait is the noise of a short level.
  return shown && { ...shown, perLevel: Math.min(shown.perLevel, free) };
}

/** The highest throughput that any of the levels sustained for sure. */
export function mostThroughput(levels: Level[]): number {
  const sure = levels.map(
    ({ throughput = 0, throughputError = 0 }) => throughput - STANDARD_ERRORS * throughputError,
  );
  return Math.max(0, ...sure);
}

/**
 * Whether a level brings clearly less than its load would: because operations wait, or for a reason that is not seen in
 * their latency. Not when another level was seen to bring as much as this one would: then it is not the load that slowed it.
 */
export function lagOf(
  { level, throughput, counted, meanMs }: Level,
  baseline: Baseline,
  most: number,
  model: Evidence['scenario']['model'],
): 'none' | 'waiting' | 'unseen' {
  const offered = baseline.perLevel * level;
  if (throughput === undefined || meanMs === undefined || offered <= most) return 'none';
  const lags = (rate: number) => rate < LAGS_BELOW * offered;
  const { countedPerOperation } = baseline;
  const second = counted === undefined || !countedPerOperation ? undefined : counted / countedPerOperation;
  if (!lags(throughput) || (second !== undefined && !lags(second))) return 'none';
  const waitingMs = (level / throughput - 1 / baseline.perLevel) * 1000;
  const waits =
    model === 'open'
      ? meanMs > OPEN_SLOWER * baseline.meanMs
      : meanMs - baseline.meanMs >= MIN_WAITING_SEEN * waitingMs;
  return waits ? 'waiting' : 'unseen';
}

/** Of most levels, so that one in which both counted different seconds does no harm. */
function countedRatio(levels: Level[]): number | undefined {
  const ratios = levels.flatMap(({ counted, throughput }) =>
    counted === undefined || !throughput ? [] : [counted / throughput],
  );
  return ratios.length === 0 ? undefined : median(ratios);
}

/** The mean latency of each second up to the end of the first level. */
function secondMeansMs(evidence: Evidence): number[] {
  const { timeline, scenario } = evidence;
  const beganMs = loadBeganMs(evidence) ?? 0;
  const first = scenario.legs.findIndex(({ move }) => move === 'hold');
  const seconds = scenario.legs.slice(0, first + 1).reduce((sum, leg) => sum + leg.seconds, 0);
  return timeline
    .filter(({ t }) => t > beganMs && t <= beganMs + seconds * 1000)
    .filter(({ values }) => (values.http_reqs?.count ?? 0) >= MIN_IN_A_SECOND)
    .flatMap(({ values }) => values[K6_METRIC.opDuration]?.avg ?? []);
}
