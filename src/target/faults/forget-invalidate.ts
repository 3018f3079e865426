import type { Dataset } from '../catalog/catalog-store.ts';
import { replacing } from './altered-catalog.ts';
import type { Fault } from './fault.ts';
import { everyNth, oneInParameter } from './share.ts';

interface Entry {
  dataset: Dataset;
  untilMs: number;
}

export const forgetInvalidate: Fault<'one_in' | 'max_age_ms'> = {
  name: 'forget-invalidate',
  about: 'sometimes does not invalidate its read cache; the entry is correct again after the next write',
  parameters: {
    one_in: oneInParameter('writes', 500),
    max_age_ms: {
      about:
        'age at which the cache drops an entry by itself; without it a dataset that all clients have read stays stale',
      unit: 'ms',
      default: 300,
      min: 1,
      max: 86_400_000,
    },
  },
  plant({ one_in, max_age_ms }) {
    const picked = everyNth(one_in);
    const forgotten = new Map<string, Entry>();
    const inCache = (name: string) => {
      const entry = forgotten.get(name);
      if (entry !== undefined && performance.now() < entry.untilMs) return entry.dataset;
      forgotten.delete(name);
      return undefined;
    };
    return {
      catalog: (real) =>
        replacing(real, {
          read: async (name) => inCache(name) ?? (await real.read(name)),
          replaced(dataset) {
            forgotten.delete(dataset.name);
            if (picked()) forgotten.set(dataset.name, { dataset, untilMs: performance.now() + max_age_ms });
          },
          removed: (name) => forgotten.delete(name),
        }),
    };
  },
};
