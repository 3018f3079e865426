import type { CatalogStore, Dataset, Expected, Refusal } from '../catalog/catalog-store.ts';
import { alteredCatalog, checked } from './altered-catalog.ts';
import type { Fault } from './fault.ts';
import { everyNth, oneInParameter } from './share.ts';

export const phantomAck: Fault<'one_in'> = {
  name: 'phantom-ack',
  about: 'acknowledges some updates of datasets and does not store them',
  parameters: { one_in: oneInParameter('writes', 100) },
  plant({ one_in }) {
    const picked = everyNth(one_in);
    return {
      catalog: (real) =>
        alteredCatalog(real, {
          update: (...change) => (picked() ? acknowledge(real, ...change) : real.update(...change)),
        }),
    };
  },
};

async function acknowledge(
  real: CatalogStore,
  name: string,
  expected: Expected,
  value: string,
): Promise<Dataset | Refusal> {
  const current = await checked(real, name, expected);
  if (typeof current === 'string') return current;
  return { name, version: current.version + 1, value, updatedAtMs: Date.now() };
}
