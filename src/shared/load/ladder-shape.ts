/** The shape of the ladder scenarios. */

import type { Leg, ShapeLeg } from '../../contract/contract.ts';
import { RECOVERY_QUICK_SECONDS } from './limits.ts';

/** Up level by level, then back to the base load to see whether the service recovers. */
export function ladderShape(levels: number[], base: number): ShapeLeg[] {
  return [
    ...levels.flatMap(climb),
    { phase: 'recovery', move: 'ramp', seconds: 15, level: base },
    { phase: 'recovery', move: 'hold', seconds: 105, level: base, quickSeconds: RECOVERY_QUICK_SECONDS },
  ];
}

/** A minute up to the level and a minute on it: while the load still rises a level cannot be measured. */
function climb(level: number): Leg[] {
  return [
    { phase: 'level', move: 'ramp', seconds: 60, level },
    { phase: 'level', move: 'hold', seconds: 60, level },
  ];
}
