import { ServiceError } from '../service-error.ts';
import type { Storage } from '../storage.ts';

/** Takes every file and keeps none: what is measured with it is not the disk. */
export const NO_STORAGE: Storage = {
  async receive(source) {
    let sizeBytes = 0;
    for await (const chunk of source) sizeBytes += chunk.length;
    return { sizeBytes, keepAs: async () => {}, discard: async () => {} };
  },
  open: refuse,
  entry: () => undefined,
  page: () => ({ names: [], more: false }),
  version: () => 0,
  remove: refuse,
};

async function refuse(): Promise<never> {
  throw new ServiceError('not_found', 'there are no files here');
}
