/** The service holds nearly all of its box's memory: the kernel is about to kill, or, where no limit holds, to swap. */
import type { Sample } from '../../contract/contract.ts';
import { mibText } from '../../text/numbers.ts';
import type { Rule } from './rule.ts';

const CRITICAL_SHARE = 0.95;
/** One reading may catch a copy that is dropped at once. */
const READINGS = 3;

/** @param boxBytes memory of the box the service was put in */
export function memoryRule(boxBytes: number): Rule<Sample> {
  let full = 0;
  return ({ values }, playedSeconds) => {
    const working = values.cgroup_memory_working_set_bytes;
    const held = working ?? values.process_resident_memory_bytes;
    if (held === undefined) return undefined;
    full = held >= CRITICAL_SHARE * boxBytes ? full + 1 : 0;
    if (full < READINGS) return undefined;
    const what = working === undefined ? 'resident memory (RSS)' : 'working set';
    const since = `in ${READINGS} readings in a row, the last ${Math.round(playedSeconds)} s into the load`;
    return {
      id: 'target-memory-critical',
      message: `the ${what} of the service was ${mibText(held)} of the box's ${mibText(boxBytes)}, and at least ${CRITICAL_SHARE * 100} % of it ${since}: the load was ended before the kernel would kill`,
    };
  };
}
