/** Synthetic periods of a load, one a second. */
import type { Leg } from '../../contract/contract.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Ending, Rule } from './rule.ts';

const BEGAN_MS = Date.UTC(2027, 0, 15, 8);

export const hold = (seconds: number, level: number): Leg => ({
  phase: 'steady',
  move: 'hold',
  seconds,
  level,
});
export const ramp = (seconds: number, level: number): Leg => ({
  phase: 'warmup',
  move: 'ramp',
  seconds,
  level,
});

export function planOf(changes: Partial<ScenarioPlan>): ScenarioPlan {
  return {
    name: 'made-up',
    about: 'a load that nobody plays',
    model: 'closed',
    legs: [hold(60, 10)],
    thinkSeconds: 1,
    operations: 1,
    limits: [],
    needs: [],
    ...changes,
  };
}

export type Values = Snapshot['values'];

/** The period that ends at this second of the load. */
export function period(second: number, values: Values): Snapshot {
  return { t: BEGAN_MS + second * 1000, values };
}

/** Plays a load by its values second by second; returns the first second at which the rule speaks, and what it says. */
export function played(
  rule: Rule<Snapshot>,
  seconds: number,
  valuesAt: (second: number) => Values,
): { second: number; ending: Ending } | undefined {
  for (let second = 1; second <= seconds; second++) {
    const ending = rule(period(second, valuesAt(second)), second);
    if (ending !== undefined) return { second, ending };
  }
  return undefined;
}
