/** Since when a load that went well does not any more. */
import type { Evidence } from '../evidence.ts';
import { failuresIn, type Period, periodsOf } from '../load/periods.ts';
import { errorMark } from '../pass-mark.ts';

/**
 * Seconds from the begin of the load from which on more of the operations failed than is healthy, in that second and from there to
 * the end; undefined when that never began, or has been so from the first second on.
 */
export function errorsBeginSeconds(evidence: Evidence): number | undefined {
  const most = errorMark(evidence.scenario).healthy;
  const periods = periodsOf(evidence).filter(({ ended }) => ended > 0);
  const at = periods.findIndex(
    (period, index) => shareIn([period]) > most && shareIn(periods.slice(index)) > most,
  );
  return at <= 0 ? undefined : periods[at]?.fromSeconds;
}

function shareIn(periods: Period[]): number {
  const ended = periods.reduce((sum, period) => sum + period.ended, 0);
  return periods.reduce((sum, period) => sum + failuresIn(period), 0) / Math.max(1, ended);
}
