import type { OpenFile } from '../storage.ts';
import { alteredFiles } from './altered-storage.ts';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

export const unboundedCache: Fault<'share'> = {
  name: 'unbounded-cache',
  about: 'keeps downloaded files in a cache that never hits and never evicts',
  parameters: { share: shareParameter('downloads', 1) },
  plant({ share }) {
    const cache: Uint8Array[] = [];
    const picked = picker(share);
    return {
      storage: (real) =>
        alteredFiles(real, (file) =>
          picked() ? { ...file, content: () => cached(file.content(), cache) } : file,
        ),
    };
  },
};

async function* cached(
  content: ReturnType<OpenFile['content']>,
  cache: Uint8Array[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    cache.push(chunk);
    yield chunk;
  }
}
