/** One scenario as a run plays it. Pure. */
import type { S3Load } from '../contract/contract.ts';
import { REQUEST_TIMEOUT_SECONDS, requestTimeoutOf } from '../shared/load/limits.ts';
import { type Pacing, paceShape, peakLevel } from '../shared/load/shape.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import { bodyBytesOf, playedLimits, s3LoadOf, spawned } from '../suites/s3/load.ts';
import { SECTIONS } from '../suites/suites.ts';
import type { PlanOptions } from './options.ts';
import type { NamedScenario } from './scenarios.ts';
import type { Target } from './targets/targets.ts';

/** Levels, lengths and marks follow from the options, what an iteration is from the target where it describes that. */
export function scenarioPlan(scenario: NamedScenario, target: Target, options: PlanOptions): ScenarioPlan {
  const { name, about, model = 'closed', needs, throughput, shape, history, expects, keepsFiles } = scenario;
  const { thinkSeconds, operations } = iterationOf(scenario, target);
  const isRemoved =
    !needs.includes('remove') || target.routes.remove !== undefined || target.routes.upload === undefined;
  const load = needs.includes('s3') ? s3LoadOf(options.s3 ?? {}, name) : undefined;
  const legs = spawned(paceShape(scenario, pacingOf(options, load)), load?.spawnRate);
  const requestTimeoutSeconds = requestTimeoutOf(options.requestTimeoutSeconds, target, scenario);
  const bodyBytes = bodyBytesOf(load ?? {}, scenario.bodyBytes);
  const scale = peakLevel(legs) / peakLevel(shape);
  return {
    name,
    about,
    model,
    thinkSeconds,
    ...(operations === undefined || !isRemoved ? {} : { operations }),
    ...(isRemoved && !keepsFiles ? {} : { keepsFiles: true }),
    ...(requestTimeoutSeconds === REQUEST_TIMEOUT_SECONDS ? {} : { requestTimeoutSeconds }),
    ...(bodyBytes === undefined ? {} : { bodyBytes }),
    limits: playedLimits(limitsOf(scenario, target), load ?? {}),
    ...(throughput === undefined
      ? {}
      : { throughput: { healthy: throughput.healthy * scale, critical: throughput.critical * scale } }),
    needs,
    ...(history === undefined ? {} : { history }),
    ...(expects === undefined ? {} : { expects }),
    legs,
    ...(load === undefined ? {} : { s3: load }),
  };
}

/** Flags go before what is configured. */
function pacingOf(options: PlanOptions, load: S3Load | undefined): Pacing {
  const { users: vus, durationSeconds } = load ?? {};
  return {
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(vus === undefined ? {} : { vus }),
    ...options,
  };
}

/** A service that is only read need not have a list. */
function limitsOf({ limits, instead }: NamedScenario, { routes }: Target): NamedScenario['limits'] {
  if (instead === undefined || routes[instead] === undefined || routes.list !== undefined) return limits;
  return limits.filter(({ metric }) => !metric.endsWith('{op:list}'));
}

/** What an iteration is: that of a journey stands in the target file. */
function iterationOf(
  { needs, thinkSeconds, operations }: NamedScenario,
  target: Target,
): Pick<ScenarioPlan, 'thinkSeconds' | 'operations'> {
  for (const { key, iteration } of SECTIONS) {
    const description = target[key];
    if (description !== undefined && needs.includes(key) && iteration !== undefined)
      return iteration(description, thinkSeconds);
  }
  return { thinkSeconds, ...(operations === undefined ? {} : { operations }) };
}
