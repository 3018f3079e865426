import type { Received, Storage } from '../storage.ts';
import { alteredStorage } from './altered-storage.ts';

/**
 * The real storage, and the names that it holds.
 * @param mayKeep throws where a file that is new is refused
 */
export function withKeptFiles(real: Storage, kept: Set<string>, mayKeep: () => void = () => {}): Storage {
  return alteredStorage(real, {
    async receive(source) {
      const received = await real.receive(source);
      return counted(received, kept, mayKeep);
    },
    async remove(name) {
      await real.remove(name);
      kept.delete(name);
    },
  });
}

function counted(received: Received, kept: Set<string>, mayKeep: () => void): Received {
  return {
    sizeBytes: received.sizeBytes,
    discard: () => received.discard(),
    async keepAs(name) {
      if (!kept.has(name)) {
        try {
          mayKeep();
        } catch (refused) {
          await received.discard();
          throw refused;
        }
      }
      kept.add(name);
      await received.keepAs(name);
    },
  };
}
