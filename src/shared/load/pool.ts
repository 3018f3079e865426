/** How many VUs the open model needs: k6 makes all of them before the load begins. */
import type { Limit } from '../../contract/contract.ts';

/** As many VUs as the highest level of the ladder: more than one process of k6 drives well. */
const MAX_POOL_VUS = 2000;
/** So that a few slow answers among fast ones take up no whole pool. */
const MIN_POOL_VUS = 10;

/**
 * VUs of an open model: the peak rate times the seconds that an iteration takes when each of its operations is at its
 * critical mark, or, without marks, times the request timeout. By Little's law (1961: in flight = arrival rate × mean
 * time) a pool that is used up then proves that the mean time is over that, and only for this reason k6 drops an
 * arrival. Where the upper bound makes the pool smaller, a drop means a mean time over pool / rate.
 */
export function poolSize(limits: Limit[], peakRate: number, timeoutSeconds: number): number {
  const marksMs = limits.filter(({ unit }) => unit === 'ms').map(({ critical }) => critical);
  const criticalMs = marksMs.reduce((sum, mark) => sum + mark, 0);
  const seconds = criticalMs > 0 ? criticalMs / 1000 : timeoutSeconds;
  return Math.min(MAX_POOL_VUS, Math.max(MIN_POOL_VUS, Math.ceil(peakRate * seconds)));
}
