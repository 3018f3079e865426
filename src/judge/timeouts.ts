/** Requests that nobody answered in time: whose doing may that be? */
import { K6_METRIC, type K6Summary } from '../contract/contract.ts';
import { REQUEST_TIMEOUT_SECONDS } from '../shared/load/limits.ts';
import { statOf } from './evidence.ts';

/** Who is slow for want of CPU is so with every request; some that never end among others this fast have a cause of their own. */
const FAST_SHARE = 0.1;

/** Whether a load generator short of CPU may have caused timeouts: not when nearly all other answers came fast. */
export function mayBeSlowness(summary: K6Summary | undefined): boolean {
  const slowMs = statOf(summary, K6_METRIC.opDuration, 'p(99)');
  return slowMs === undefined || slowMs > FAST_SHARE * REQUEST_TIMEOUT_SECONDS * 1000;
}

/** When a request was sent that k6 gave up at this moment, seconds from the begin of the load. */
export function sentSeconds(gaveUpSeconds: number): number {
  return Math.max(0, gaveUpSeconds - REQUEST_TIMEOUT_SECONDS);
}
