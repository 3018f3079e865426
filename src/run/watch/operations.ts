/** Operations in the periods of a timeline, and how many can still come. */
import { ERROR_KINDS, K6_METRIC, type Leg } from '../../contract/contract.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';

/**
 * Operations that ended in one period. Each is one request, and each that failed counts under one kind of error.
 * @param tag as it stands in the name of a sub-metric, such as `{op:upload}`
 */
export function operationsIn({ values }: Snapshot, tag = ''): { ended: number; failed: number } {
  const count = (name: string) => values[name + tag]?.count ?? 0;
  const failed = ERROR_KINDS.reduce((sum, kind) => sum + count(K6_METRIC.errorPrefix + kind), 0);
  return { ended: count('http_reqs'), failed };
}

/**
 * The most operations that can end in what is left of a load. A VU of the closed model cannot begin an iteration
 * before it has thought, so that a service which answers at once from now on would be asked so often and no more; in the
 * open model the plan itself says how often. What was asked before and may still be answered is one iteration a VU.
 * @param vus that are there now
 * @returns Infinity where nothing bounds them: VUs that do not think, or iterations of unknown length
 */
export function operationsToCome(scenario: ScenarioPlan, playedSeconds: number, vus: number): number {
  const { operations, model, thinkSeconds, legs } = scenario;
  const perLevelSecond = model === 'open' ? 1 : 1 / thinkSeconds;
  if (operations === undefined || !Number.isFinite(perLevelSecond)) return Number.POSITIVE_INFINITY;
  const left = leftOf(legs, playedSeconds);
  const levelSeconds = left.reduce((sum, { seconds, level }) => sum + seconds * level, 0);
  const firstOnes = Math.max(vus, ...left.map(({ level }) => (model === 'open' ? 0 : level)));
  // The mean of a journey is rounded up: chance may bring more long tasks than short ones.
  return Math.ceil(operations) * (levelSeconds * perLevelSecond + firstOnes);
}

/** What is left of each leg, at the highest level it has. */
function leftOf(legs: Leg[], playedSeconds: number): { seconds: number; level: number }[] {
  let endSeconds = 0;
  return legs.flatMap(({ seconds, level }, index) => {
    endSeconds += seconds;
    const left = Math.min(seconds, endSeconds - playedSeconds);
    return left > 0 ? [{ seconds: left, level: Math.max(level, legs[index - 1]?.level ?? 0) }] : [];
  });
}
