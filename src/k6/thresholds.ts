/**
 * k6 reports a sub-metric, and a counter that never counted, only when a threshold names it, so every one that the
 * verdict reads is named here. The pass marks become real thresholds, which lets a bundle that runs alone end with k6's
 * exit code 99. The verdict does not rest on them: k6 calls a threshold without samples passed.
 */
import { K6_METRIC, type Leg, type Scenario } from '../contract/contract.ts';

interface Measured {
  legs: Leg[];
  /** Names of the operations. */
  operations: readonly string[];
  /** Whether tokens are renewed. */
  renews: boolean;
}

export function subMetrics(
  scenario: Scenario,
  { legs, operations, renews }: Measured,
): Record<string, string[]> {
  const { opDuration, opResponse, opFailed, droppedIterations, tokenRenewals } = K6_METRIC;
  const isOpen = scenario.model === 'open';
  const counters = [...(isOpen ? [droppedIterations] : []), ...(renews ? [tokenRenewals] : [])];
  const thresholds: Record<string, string[]> = Object.fromEntries(
    counters.map((name) => [name, ['count>=0']]),
  );
  for (const tag of heldTags(legs, scenario.needs, operations))
    thresholds[`${opDuration}{${tag}}`] = ['max>=0'];
  for (const tag of [...operations.map((op) => `op:${op}`), ...legs.map((_, index) => `leg:${index}`)]) {
    thresholds[`${opDuration}{${tag}}`] = ['max>=0'];
    if (isOpen) thresholds[`${opResponse}{${tag}}`] = ['max>=0'];
    thresholds[`${opFailed}{${tag}}`] = ['rate>=0'];
  }
  for (const { metric, stat, critical } of scenario.limits)
    thresholds[metric] = [...(thresholds[metric] ?? []), `${stat}<=${critical}`];
  return thresholds;
}

/** More cost k6 more than they tell: each sample is held against each of them. */
const MAX_HELD_TAGS = 40;

/** Each operation of the scenario while a level was held. */
function heldTags(legs: Leg[], needs: readonly string[], operations: readonly string[]): string[] {
  const own = operations.filter((op) => needs.some((need) => op === need || op.startsWith(`${need}_`)));
  const held = legs.flatMap(({ move }, leg) => (move === 'hold' ? [leg] : []));
  const tags = own.flatMap((op) => held.map((leg) => `op:${op},leg:${leg}`));
  return tags.length > MAX_HELD_TAGS ? [] : tags;
}
