import type { Dataset } from '../catalog/catalog-store.ts';
import { replacing } from './altered-catalog.ts';
import type { Fault } from './fault.ts';
import { everyNth, oneInParameter } from './share.ts';

interface Snapshot {
  dataset: Dataset;
  takenMs: number;
}

export const versionBack: Fault<'one_in' | 'lag_ms'> = {
  name: 'version-back',
  about: 'answers some reads with an older version, as a replica that lags behind',
  parameters: {
    one_in: oneInParameter('reads', 100),
    lag_ms: {
      about: 'largest age of the older version while writes continue',
      unit: 'ms',
      default: 500,
      min: 1,
      max: 60_000,
    },
  },
  plant({ one_in, lag_ms }) {
    const picked = everyNth(one_in);
    const before = new Map<string, Snapshot>();
    return {
      catalog: (real) =>
        replacing(real, {
          read: async (name) => (picked() ? before.get(name)?.dataset : undefined) ?? (await real.read(name)),
          replaced(dataset) {
            const takenMs = performance.now();
            const known = before.get(dataset.name);
            if (known === undefined || takenMs - known.takenMs >= lag_ms)
              before.set(dataset.name, { dataset, takenMs });
          },
          removed: (name) => before.delete(name),
        }),
    };
  },
};
