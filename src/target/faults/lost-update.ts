import { alteredCatalog } from './altered-catalog.ts';
import type { Fault } from './fault.ts';

export const lostUpdate: Fault = {
  name: 'lost-update',
  about: 'changes a dataset whatever version the client says it read, over what others wrote meanwhile',
  parameters: {},
  plant: () => ({
    catalog: (real) => alteredCatalog(real, { update: (name, _, value) => real.update(name, 'any', value) }),
  }),
};
