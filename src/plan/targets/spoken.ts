import type { Target } from './targets.ts';

/** The parts of a target that say how the load speaks to it: k6 gets them, and secrets may stand in them. */
export type Spoken = Pick<Target, 'routes' | 'auth' | 'journey' | 'catalog'>;

/** These parts alone; what is absent stays absent. */
export function spokenParts({ routes, auth, journey, catalog }: Spoken): Spoken {
  return {
    routes,
    ...(auth === undefined ? {} : { auth }),
    ...(journey === undefined ? {} : { journey }),
    ...(catalog === undefined ? {} : { catalog }),
  };
}
