import type { OpenFile } from '../storage.ts';
import { alteredFiles } from './altered-storage.ts';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

const ALL_BITS = 0xff;

export const corrupt: Fault<'share'> = {
  name: 'corrupt',
  about: 'flips a byte of some downloads; the length stays correct',
  parameters: { share: shareParameter('downloads', 0.1) },
  plant({ share }) {
    const picked = picker(share);
    return {
      storage: (real) =>
        alteredFiles(real, (file) => (picked() ? { ...file, content: () => flipped(file) } : file)),
    };
  },
};

/** In a copy: the bytes read may be somebody else's too. */
async function* flipped(file: OpenFile): AsyncGenerator<Uint8Array> {
  for await (const chunk of file.content()) {
    const copy = Uint8Array.from(chunk);
    const middle = copy.length >> 1;
    copy[middle] = (copy[middle] ?? 0) ^ ALL_BITS;
    yield copy;
  }
}
