/** The service holds nearly all of its box's memory: the kernel is about to kill, or, where no limit holds, to swap. */
import type { Sample } from '../../contract/contract.ts';
import { heldMemory } from '../../store/held-memory.ts';
import { mibText } from '../../text/numbers.ts';
import type { Rule } from './rule.ts';

const CRITICAL_SHARE = 0.95;
/** One reading may catch a copy that is dropped at once. */
const READINGS = 3;

/**
 * Only by readings of what the kernel cannot take back: of a box that is full of file pages nobody is killed.
 * @param boxBytes memory of the box the service was put in
 */
export function memoryRule(boxBytes: number): Rule<Sample> {
  let full = 0;
  return (sample, playedSeconds) => {
    const memory = heldMemory([sample]);
    const held = memory?.points[0]?.value;
    if (memory?.isExact !== true || held === undefined) return undefined;
    full = held >= CRITICAL_SHARE * boxBytes ? full + 1 : 0;
    if (full < READINGS) return undefined;
    const since = `in ${READINGS} readings in a row, the last ${Math.round(playedSeconds)} s into the load`;
    return {
      id: 'target-memory-critical',
      message: `the memory of the service was ${mibText(held)} of the box's ${mibText(boxBytes)}, and at least ${CRITICAL_SHARE * 100} % of it ${since}: the load was ended before the kernel would kill the service`,
    };
  };
}
