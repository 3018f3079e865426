import type { Section, Suite } from '../suite.ts';
import { checkCatalog } from './check.ts';
import { DATASETS } from './datasets.ts';

const SECTION: Section<'catalog'> = { key: 'catalog', check: checkCatalog, leaves: DATASETS };

/** A store of versioned datasets. */
export const CATALOG: Suite = {
  name: 'catalog',
  about: 'a store of versioned datasets; needs "catalog" in the target file',
  scenarios: [
    'concurrent-writers',
    'read-heavy',
    'lock-resolution',
    'cache-invalidation',
    'connection-cleanup',
  ].map((name) => `catalog/${name}`),
  section: SECTION,
};
