/** The k6 executor that plays a load: https://grafana.com/docs/k6/latest/using-k6/scenarios/executors/ */
import type { RampingArrivalRateScenario, RampingVUsScenario } from 'k6/options';
import type { Leg, Scenario } from '../../contract/contract.ts';
import { drainSeconds, REQUEST_TIMEOUT_SECONDS } from '../../shared/load/limits.ts';
import { poolSize } from '../../shared/load/pool.ts';
import { peakLevel } from '../../shared/load/shape.ts';

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
