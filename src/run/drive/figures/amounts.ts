/** Amounts of metrics under the names that the records have them by, in the form of k6's own summary. */
import { ERROR_KINDS, K6_METRIC } from '../../../contract/contract.ts';
import { addGrowth, countIn, statisticsOf } from './distribution.ts';
import type { Amount, Kind } from './tally.ts';

/** By name of a metric or of a sub-metric, such as `op_duration{op:ping,leg:1}`. */
export type Amounts = Map<string, Amount>;

export type MetricType = Kind | 'rate';

const ERRORS = ERROR_KINDS.map((kind) => K6_METRIC.errorPrefix + kind);
const TRENDS: string[] = [K6_METRIC.opDuration, K6_METRIC.opResponse, K6_METRIC.s3FirstByte];

export function add(to: Amounts, name: string, { kind, value, buckets }: Amount): void {
  const sum = to.get(name) ?? { kind, value: 0, buckets: new Map() };
  sum.value = kind === 'gauge' ? value : sum.value + value;
  addGrowth(sum.buckets, buckets);
  to.set(name, sum);
}

/** `op_duration{op:ping}` → `op_duration` and `{op:ping}`. */
export function partsOf(name: string): { metric: string; tags: string } {
  const brace = name.indexOf('{');
  return brace === -1
    ? { metric: name, tags: '' }
    : { metric: name.slice(0, brace), tags: name.slice(brace) };
}

/** What a metric is, also while nothing has been told of it. */
export function typeOf(amounts: Amounts, name: string): MetricType {
  const { metric } = partsOf(name);
  if (metric === K6_METRIC.opFailed) return 'rate';
  return amounts.get(name)?.kind ?? (TRENDS.includes(metric) ? 'trend' : 'counter');
}

/** Operations that failed, and those that did not: each that fails is counted under one kind of error, and each other is timed. */
export function failuresIn(amounts: Amounts, tags: string): { failed: number; succeeded: number } {
  const failed = ERRORS.reduce((sum, metric) => sum + (amounts.get(metric + tags)?.value ?? 0), 0);
  const timed = amounts.get(K6_METRIC.opDuration + tags);
  return { failed, succeeded: timed === undefined ? 0 : countIn(timed.buckets) };
}

/**
 * @param seconds that the amounts are of
 * @param trendStats as statisticsOf() takes them
 * @returns the statistics by the names that k6 gives them, of a metric that is no gauge
 */
export function valuesOf(
  amounts: Amounts,
  name: string,
  seconds: number,
  trendStats: readonly string[],
): Record<string, number> {
  const type = typeOf(amounts, name);
  if (type === 'rate') {
    const { failed, succeeded } = failuresIn(amounts, partsOf(name).tags);
    const all = failed + succeeded;
    return { rate: all === 0 ? 0 : failed / all, passes: failed, fails: succeeded };
  }
  const amount = amounts.get(name);
  if (type === 'trend') return statisticsOf(amount?.buckets ?? new Map(), trendStats);
  const count = amount?.value ?? 0;
  return { count, rate: seconds > 0 ? count / seconds : 0 };
}
