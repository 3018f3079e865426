import type { CatalogStore, Dataset, Expected, Refusal } from '../catalog/catalog-store.ts';
import { matches } from '../catalog/preconditions.ts';

/** The real catalog but for some of its methods. */
export function alteredCatalog(real: CatalogStore, changes: Partial<CatalogStore>): CatalogStore {
  return {
    read: (name) => real.read(name),
    create: (name, value) => real.create(name, value),
    update: (name, expected, value) => real.update(name, expected, value),
    remove: (name, expected) => real.remove(name, expected),
    list: (prefix, after, limit) => real.list(prefix, after, limit),
    connect: () => real.connect(),
    ...changes,
  };
}

/** The check of an update, without the update. @returns the dataset that it would change, or why it may not */
export async function checked(
  real: CatalogStore,
  name: string,
  expected: Expected,
): Promise<Dataset | Refusal> {
  const current = await real.read(name);
  if (current === undefined) return 'missing';
  return matches(expected, current.version) ? current : 'conflict';
}

interface Replaced {
  read: CatalogStore['read'];
  /** Called with what a dataset was before it was changed. */
  replaced(old: Dataset): void;
  removed(name: string): void;
}

/** The real catalog, whose reads may answer with what was replaced. */
export function replacing(real: CatalogStore, { read, replaced, removed }: Replaced): CatalogStore {
  return alteredCatalog(real, {
    read,
    async update(name, expected, value) {
      const old = await real.read(name);
      const outcome = await real.update(name, expected, value);
      if (typeof outcome === 'object' && old?.version === outcome.version - 1) replaced(old);
      return outcome;
    },
    async remove(name, expected) {
      const outcome = await real.remove(name, expected);
      if (outcome === 'removed') removed(name);
      return outcome;
    },
  });
}
