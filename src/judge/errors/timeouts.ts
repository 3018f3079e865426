/** Requests that nobody answered in time: whose doing may that be? */
import { K6_METRIC } from '../../contract/contract.ts';
import { REQUEST_TIMEOUT_SECONDS } from '../../shared/load/limits.ts';
import { type Evidence, statOf } from '../evidence.ts';

/** Who is slow for want of CPU is so with every request; some that never end among others this fast have a cause of their own. */
const FAST_SHARE = 0.1;

/** What a single request could take. */
export function timeoutSecondsOf({
  requestTimeoutSeconds = REQUEST_TIMEOUT_SECONDS,
}: Evidence['scenario']): number {
  return requestTimeoutSeconds;
}

/** Whether a load generator short of CPU may have caused timeouts: not when nearly all other answers came fast. */
export function mayBeSlowness({ summary, scenario }: Evidence): boolean {
  const slowMs = statOf(summary, K6_METRIC.opDuration, 'p(99)');
  return slowMs === undefined || slowMs > FAST_SHARE * timeoutSecondsOf(scenario) * 1000;
}

/** When a request was sent that k6 gave up at this moment, seconds from the begin of the load. */
export function sentSeconds(gaveUpSeconds: number, { scenario }: Pick<Evidence, 'scenario'>): number {
  return Math.max(0, gaveUpSeconds - timeoutSecondsOf(scenario));
}
