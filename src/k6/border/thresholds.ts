/**
 * The sub-metrics, and counters that may stay at nought, that are reported. A bundle that runs alone has them as thresholds,
 * since k6 reports only what a threshold names, with the pass marks: it then ends with k6's exit code 99. One that is driven
 * has none of k6's: each mark of a trend would have k6 sort all its samples every two seconds (metrics.Thresholds.Run,
 * TrendSink.P), and it calls a threshold without samples passed.
 */
import { K6_METRIC, type Leg, type Scenario } from '../../contract/contract.ts';
import { bytesMoved } from '../files/bytes-moved.ts';
import { isNeeded } from '../files/files.ts';

interface Measured {
  legs: Leg[];
  /** Names of the operations. */
  operations: readonly string[];
  /** Whether tokens are renewed. */
  renews: boolean;
}

export function subMetrics(
  { model, needs, limits }: Pick<Scenario, 'model' | 'needs' | 'limits'>,
  { legs, operations, renews }: Measured,
): Record<string, string[]> {
  const { opDuration, opResponse, opFailed, droppedIterations, tokenRenewals } = K6_METRIC;
  const isOpen = model === 'open';
  const own = operations.filter((op) => isNeeded(op, needs));
  const timed = isOpen ? [opDuration, opResponse] : [opDuration];
  const tags = [...operations.map((op) => `op:${op}`), ...legs.map((_, index) => `leg:${index}`)];
  const named = [
    ...(isOpen ? [droppedIterations] : []),
    ...(renews ? [tokenRenewals] : []),
    ...heldTags(legs, own).map((tag) => `${opDuration}{${tag}}`),
    ...[...timed, opFailed].flatMap((metric) => tags.map((tag) => `${metric}{${tag}}`)),
    ...bytesMoved(own),
    ...limits.map(({ metric }) => metric),
  ];
  const thresholds: Record<string, string[]> = Object.fromEntries(named.map((name) => [name, []]));
  for (const { metric, stat, critical } of limits) thresholds[metric]?.push(`${stat}<=${critical}`);
  return thresholds;
}

/** More cost k6 more than they tell: each sample is held against each of them. */
const MAX_HELD_TAGS = 40;

/** Each operation of the scenario while a level was held. */
function heldTags(legs: Leg[], own: readonly string[]): string[] {
  const held = legs.flatMap(({ move }, leg) => (move === 'hold' ? [leg] : []));
  const tags = own.flatMap((op) => held.map((leg) => `op:${op},leg:${leg}`));
  return tags.length > MAX_HELD_TAGS ? [] : tags;
}
