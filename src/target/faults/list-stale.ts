import type { FileEntry } from '../name-index.ts';
import type { Storage } from '../storage.ts';
import { alteredStorage } from './altered-storage.ts';
import type { Fault } from './fault.ts';

export const listStale: Fault<'seconds'> = {
  name: 'list-stale',
  about: 'keeps showing files in lists for some time after they were removed',
  parameters: {
    seconds: { about: 'how long', unit: 's', default: 5, min: 0.01, max: 86_400 },
  },
  plant({ seconds }) {
    const gone = new Map<string, FileEntry>();
    return {
      storage: (real) =>
        alteredStorage(real, {
          entry: (name) => real.entry(name) ?? gone.get(name),
          page: (after, limit) => pageWithGone(real, gone, after, limit),
          async remove(name) {
            const entry = real.entry(name);
            await real.remove(name);
            if (entry === undefined) return;
            gone.set(name, entry);
            setTimeout(() => gone.delete(name), seconds * 1000).unref();
          },
        }),
    };
  },
};

function pageWithGone(
  real: Storage,
  gone: ReadonlyMap<string, unknown>,
  after: string,
  limit: number,
): ReturnType<Storage['page']> {
  const { names, more } = real.page(after, limit);
  const last = more ? names.at(-1) : undefined;
  const shown = [...gone.keys()].filter((name) => name > after && (last === undefined || name <= last));
  const all = [...new Set([...names, ...shown])].sort();
  return { names: all.slice(0, limit), more: more || all.length > limit };
}
