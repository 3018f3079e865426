/** One change that stands for many. */
import type { Change, ScenarioComparison } from '../store/records/comparison.ts';

/** Of one scenario on one profile: critical now is worse, whatever the measures say. */
export function changeOfScenario({
  turnedCritical,
  measures,
}: Omit<ScenarioComparison, 'profile' | 'scenario'>): Change {
  return turnedCritical ? 'worse' : gravest(measures.map(({ verdict }) => verdict));
}

/** `worse` when anything is, else `better` when anything is, else `same` when anything was tested. */
export function gravest(changes: Change[]): Change {
  return (['worse', 'better', 'same'] as const).find((change) => changes.includes(change)) ?? 'not tested';
}
