import { setTimeout as delay } from 'node:timers/promises';
import type { CatalogStore, Dataset, Expected, Refusal } from '../catalog/catalog-store.ts';
import { alteredCatalog, checked } from './altered-catalog.ts';
import type { Fault } from './fault.ts';

export const checkThenWrite: Fault<'gap_ms'> = {
  name: 'check-then-write',
  about: 'checks the version and writes in two steps, so that two clients can pass the check and both write',
  parameters: {
    gap_ms: { about: 'time from the check to the write', unit: 'ms', default: 2, min: 1, max: 10_000 },
  },
  plant: ({ gap_ms }) => ({
    catalog: (real) =>
      alteredCatalog(real, { update: (...change) => updateInTwoSteps(real, gap_ms, ...change) }),
  }),
};

async function updateInTwoSteps(
  real: CatalogStore,
  gapMs: number,
  name: string,
  expected: Expected,
  value: string,
): Promise<Dataset | Refusal> {
  const current = await checked(real, name, expected);
  if (typeof current === 'string') return current;
  await delay(gapMs);
  return await real.update(name, 'any', value);
}
