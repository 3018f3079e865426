import { alteredFiles } from './altered-storage.ts';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

export const wrongLength: Fault<'share' | 'bytes'> = {
  name: 'wrong-length',
  about: 'announces fewer bytes (Content-Length) than it sends, for some downloads',
  parameters: {
    share: shareParameter('downloads', 0.1),
    bytes: { about: 'missing from the length', unit: 'bytes', default: 10, min: 1, max: 1_000_000 },
  },
  plant({ share, bytes }) {
    const picked = picker(share);
    return {
      storage: (real) =>
        alteredFiles(real, (file) =>
          picked() ? { ...file, sizeBytes: Math.max(file.sizeBytes - Math.ceil(bytes), 0) } : file,
        ),
    };
  },
};
