import type { Sample } from '../../contract/contract.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { hopelessRule } from './hopeless.ts';
import { memoryRule } from './memory.ts';
import { operationsToCome } from './operations.ts';
import type { Rule } from './rule.ts';
import { canSettle, stableRule } from './stable.ts';

/** The rules of one load; the first that speaks ends it. */
export interface Rules {
  sample: Rule<Sample>[];
  period: Rule<Snapshot>[];
}

export interface RuleFacts {
  scenario: ScenarioPlan;
  /** Memory of the box that the service was put in; absent when it runs elsewhere. */
  boxBytes?: number;
  abortOn?: 'critical';
  untilStable: boolean;
  /** Is told why a load that may settle has not yet. */
  unsettled(why: string): void;
}

/** What the user asked for and this scenario has no use for, as sentences. */
export function unheeded(
  scenario: ScenarioPlan,
  { abortOn, untilStable }: Pick<RuleFacts, 'abortOn' | 'untilStable'>,
): string[] {
  const { name, legs } = scenario;
  const unbounded = operationsToCome(scenario, 0, 0) === Number.POSITIVE_INFINITY;
  return [
    ...(abortOn !== undefined && unbounded
      ? [`${name}: --abort-on has no effect, because the number of operations still to come is unknown`]
      : []),
    ...(untilStable && !canSettle(legs)
      ? [
          `${name}: --until-stable has no effect, because its load does not end in a steady phase that could be cut short`,
        ]
      : []),
  ];
}

/** New ones, since each keeps what it has seen of its load. */
export function rulesOf({ scenario, boxBytes, abortOn, untilStable, unsettled }: RuleFacts): Rules {
  return {
    sample: boxBytes === undefined ? [] : [memoryRule(boxBytes)],
    period: [
      ...(abortOn === undefined ? [] : [hopelessRule(scenario)]),
      ...(untilStable ? [stableRule(scenario.legs, unsettled)] : []),
    ],
  };
}
