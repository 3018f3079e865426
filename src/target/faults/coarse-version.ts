import type { CatalogStore, Dataset, Expected, Refusal } from '../catalog/catalog-store.ts';
import { matches } from '../catalog/preconditions.ts';
import { alteredCatalog } from './altered-catalog.ts';
import type { Fault } from './fault.ts';

/** Each try loses to another write only; so many in a row do not happen. */
const MAX_TRIES = 100;

export const coarseVersion: Fault<'ms'> = {
  name: 'coarse-version',
  about: 'uses the time of the last write as the version, so that several writes share one',
  parameters: {
    ms: { about: 'resolution of that time', unit: 'ms', default: 1000, min: 1, max: 60_000 },
  },
  plant({ ms }) {
    const shown = (dataset: Dataset): Dataset => ({
      ...dataset,
      version: Math.floor(dataset.updatedAtMs / ms),
    });
    return {
      catalog: (real) =>
        alteredCatalog(real, {
          async read(name) {
            const dataset = await real.read(name);
            return dataset && shown(dataset);
          },
          async create(name, value) {
            const dataset = await real.create(name, value);
            return dataset && shown(dataset);
          },
          async update(name, expected, value) {
            const outcome = await changed(real, name, expected, shown, (version) =>
              real.update(name, [version], value),
            );
            return typeof outcome === 'string' ? outcome : shown(outcome);
          },
          remove: (name, expected) =>
            changed(real, name, expected, shown, (version) => real.remove(name, [version])),
        }),
    };
  },
};

/** Check and change in one step: the change is tried at the real version that was checked. */
async function changed<T>(
  real: CatalogStore,
  name: string,
  expected: Expected,
  shown: (dataset: Dataset) => Dataset,
  change: (version: number) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const current = await real.read(name);
    if (current === undefined) return 'missing';
    if (!matches(expected, shown(current).version)) return 'conflict';
    const outcome = await change(current.version);
    if (outcome !== 'conflict') return outcome;
  }
  return 'conflict';
}
