import { type Leg, SCRIPT_ENV, type Scenario } from '../../contract/contract.ts';
import { outOfBounds } from '../../shared/load/bounds.ts';
import { paceShape } from '../../shared/load/shape.ts';
import { givenLegs, pacing } from '../parameters.ts';

/** The legs of this run. @throws when a parameter is not what SCRIPT_ENV says, or out of the scenario's bounds. */
export function legsOf(scenario: Scenario): Leg[] {
  const given = pacing();
  const refused = outOfBounds(scenario, given, { vus: SCRIPT_ENV.vus, duration: SCRIPT_ENV.duration });
  if (refused !== undefined) throw new Error(refused);
  return givenLegs() ?? paceShape(scenario, given);
}
