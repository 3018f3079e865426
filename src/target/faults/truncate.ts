import type { OpenFile } from '../storage.ts';
import { alteredFiles } from './altered-storage.ts';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

export const truncate: Fault<'share'> = {
  name: 'truncate',
  about: 'sends half of some downloads and closes the connection',
  parameters: { share: shareParameter('downloads', 0.1) },
  plant({ share }) {
    const picked = picker(share);
    return {
      storage: (real) =>
        alteredFiles(real, (file) => (picked() ? { ...file, content: () => firstHalf(file) } : file)),
    };
  },
};

async function* firstHalf(file: OpenFile): AsyncGenerator<Uint8Array> {
  let leftBytes = Math.floor(file.sizeBytes / 2);
  for await (const chunk of file.content()) {
    yield chunk.subarray(0, leftBytes);
    leftBytes -= chunk.length;
    if (leftBytes <= 0) return;
  }
}
