import type { Dataset } from '../catalog/catalog-store.ts';
import { replacing } from './altered-catalog.ts';
import type { Fault } from './fault.ts';
import { oneInParameter, picker } from './share.ts';

export const versionBack: Fault<'one_in'> = {
  name: 'version-back',
  about: 'answers some reads with the version before the current one, as a replica that lags behind',
  parameters: { one_in: oneInParameter('reads', 100) },
  plant({ one_in }) {
    const picked = picker(1 / one_in);
    const before = new Map<string, Dataset>();
    return {
      catalog: (real) =>
        replacing(real, {
          read: async (name) => (picked() ? before.get(name) : undefined) ?? (await real.read(name)),
          replaced: (old) => before.set(old.name, old),
          removed: (name) => before.delete(name),
        }),
    };
  },
};
