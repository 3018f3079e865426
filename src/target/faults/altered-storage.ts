import type { OpenFile, Storage } from '../storage.ts';

/** The real storage but for some of its methods. */
export function alteredStorage(real: Storage, changes: Partial<Storage>): Storage {
  return {
    receive: (source) => real.receive(source),
    open: (name) => real.open(name),
    entry: (name) => real.entry(name),
    page: (after, limit) => real.page(after, limit),
    version: () => real.version(),
    remove: (name) => real.remove(name),
    ...changes,
  };
}

/** The real storage, whose files read otherwise. */
export function alteredFiles(real: Storage, alter: (file: OpenFile) => OpenFile): Storage {
  return alteredStorage(real, { open: async (name) => alter(await real.open(name)) });
}
