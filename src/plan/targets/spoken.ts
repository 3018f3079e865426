import type { TargetSuites } from '../../contract/contract.ts';
import { SECTIONS } from '../../suites/suites.ts';
import type { Target } from './targets.ts';

/** The parts of a target that say how the load speaks to it: k6 gets them, and secrets may stand in them. */
export type Spoken = Pick<Target, 'routes' | 'auth' | keyof TargetSuites>;

/** These parts alone; what is absent stays absent. */
export function spokenParts(target: Spoken): Spoken {
  const { routes, auth } = target;
  return { routes, ...(auth === undefined ? {} : { auth }), ...suitesOf(target) };
}

/** What the target describes of suites of their own. */
export function suitesOf(target: TargetSuites): TargetSuites {
  const described = SECTIONS.map(({ key }) => [key, target[key]] as const);
  return Object.fromEntries(described.filter(([, description]) => description !== undefined));
}
