/** The k6 executor that plays a load: https://grafana.com/docs/k6/latest/using-k6/scenarios/executors/ */
import type { RampingArrivalRateScenario, RampingVUsScenario } from 'k6/options';
import type { Leg, Limit, Scenario } from '../contract/contract.ts';
import { drainSeconds, REQUEST_TIMEOUT_SECONDS } from '../shared/load/limits.ts';
import { peakLevel } from '../shared/load/shape.ts';

/** As many VUs as the highest level of the ladder: more than one process of k6 drives well. */
const MAX_POOL_VUS = 2000;
/** So that a few slow answers among fast ones take up no whole pool. */
const MIN_POOL_VUS = 10;

export type Executor = RampingVUsScenario | RampingArrivalRateScenario;

/** What k6 takes as `options.scenarios.NAME`. @param timeoutSeconds of a single request */
export function executorOf(
  { model, limits }: Pick<Scenario, 'model' | 'limits'>,
  legs: Leg[],
  timeoutSeconds = REQUEST_TIMEOUT_SECONDS,
): Executor {
  const drain = `${drainSeconds(timeoutSeconds)}s`;
  const begin = beginLevel(legs);
  const stages = stagesOf(legs, begin);
  if (model !== 'open')
    return {
      executor: 'ramping-vus',
      startVUs: begin,
      stages,
      gracefulStop: drain,
      gracefulRampDown: drain,
    };
  const vus = poolSize(limits, peakLevel(legs), timeoutSeconds);
  return {
    executor: 'ramping-arrival-rate',
    timeUnit: '1s',
    startRate: begin,
    stages,
    preAllocatedVUs: vus,
    maxVUs: vus,
    gracefulStop: drain,
  };
}

/** The most VUs that are there at once. */
export function mostVus(executor: Executor): number {
  if (executor.executor === 'ramping-arrival-rate') return executor.maxVUs ?? executor.preAllocatedVUs;
  return Math.max(executor.startVUs ?? 1, ...executor.stages.map(({ target }) => target));
}

/**
 * VUs of an open model: the peak rate times the seconds that an iteration takes when each of its operations is at its
 * critical mark, or, without marks, times the request timeout. By Little's law (1961: in flight = arrival rate × mean
 * time) a pool that is used up then proves that the mean time is over that, and only for this reason k6 drops an
 * arrival. Where the upper bound makes the pool smaller, a drop means a mean time over pool / rate.
 */
function poolSize(limits: Limit[], peakRate: number, timeoutSeconds: number): number {
  const marksMs = limits.filter(({ unit }) => unit === 'ms').map(({ critical }) => critical);
  const criticalMs = marksMs.reduce((sum, mark) => sum + mark, 0);
  const seconds = criticalMs > 0 ? criticalMs / 1000 : timeoutSeconds;
  return Math.min(MAX_POOL_VUS, Math.max(MIN_POOL_VUS, Math.ceil(peakRate * seconds)));
}

/** A load that begins with a ramp begins with one. */
function beginLevel([first]: Leg[]): number {
  return first?.move === 'hold' ? first.level : 1;
}

/** k6 moves linearly to every stage's target; a hold at another level than before is therefore jumped to first. */
function stagesOf(legs: Leg[], begin: number): { duration: string; target: number }[] {
  let before = begin;
  return legs.flatMap(({ move, seconds, level }) => {
    const jump = move === 'hold' && level !== before ? [{ duration: '0s', target: level }] : [];
    before = level;
    return [...jump, { duration: `${seconds}s`, target: level }];
  });
}
