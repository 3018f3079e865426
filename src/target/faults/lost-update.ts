import { alteredCatalog } from './altered-catalog.ts';
import type { Fault } from './fault.ts';

export const lostUpdate: Fault = {
  name: 'lost-update',
  about:
    'updates a dataset whatever version the client had read, and so overwrites what others wrote meanwhile',
  parameters: {},
  plant: () => ({
    catalog: (real) => alteredCatalog(real, { update: (name, _, value) => real.update(name, 'any', value) }),
  }),
};
