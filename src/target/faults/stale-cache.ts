import type { Dataset } from '../catalog/catalog-store.ts';
import { replacing } from './altered-catalog.ts';
import type { Fault } from './fault.ts';

export const staleCache: Fault<'stale_ms'> = {
  name: 'stale-cache',
  about: 'invalidates its read cache only some time after a write is acknowledged',
  parameters: {
    stale_ms: { about: 'time until reads see the write', unit: 'ms', default: 100, min: 1, max: 60_000 },
  },
  plant({ stale_ms }) {
    const shown = new Map<string, Dataset>();
    return {
      catalog: (real) =>
        replacing(real, {
          read: async (name) => shown.get(name) ?? (await real.read(name)),
          replaced(old) {
            if (shown.has(old.name)) return; // the entry that is there goes when its own time has come
            shown.set(old.name, old);
            setTimeout(() => shown.delete(old.name), stale_ms).unref();
          },
          removed: (name) => shown.delete(name),
        }),
    };
  },
};
