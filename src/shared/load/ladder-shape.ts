/** The shape of the ladder scenarios. */
import type { Leg } from '../../contract/contract.ts';

/** Up level by level, then back to the base load to see whether the service recovers. */
export function ladderShape(levels: number[], base: number): Leg[] {
  return [
    ...levels.flatMap(climb),
    { phase: 'recovery', move: 'ramp', seconds: 15, level: base },
    { phase: 'recovery', move: 'hold', seconds: 105, level: base },
  ];
}

/** A minute up to the level and a minute on it: while the load still rises a level cannot be measured. */
function climb(level: number): Leg[] {
  return [
    { phase: 'level', move: 'ramp', seconds: 60, level },
    { phase: 'level', move: 'hold', seconds: 60, level },
  ];
}
