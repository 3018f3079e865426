import { alteredStorage } from './altered-storage.ts';
import type { Fault } from './fault.ts';

const MEBIBYTE = 1024 * 1024;

export const diskFull: Fault<'mb'> = {
  name: 'disk-full',
  about:
    'has a disk that fills up permanently, as with files that are deleted but still open; uploads then return 507',
  parameters: {
    mb: {
      about: 'written in total before the disk is full',
      unit: 'MiB',
      default: 64,
      min: 0.001,
      max: 1_048_576,
    },
  },
  plant({ mb }) {
    const disk = { leftBytes: mb * MEBIBYTE };
    return {
      storage: (real) => alteredStorage(real, { receive: (source) => real.receive(filling(disk, source)) }),
    };
  },
};

/** Fails inside the storage's own writing, with what write(2) fails with: all that follows is the service's own doing. */
async function* filling(
  disk: { leftBytes: number },
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    disk.leftBytes -= chunk.length;
    if (disk.leftBytes < 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    yield chunk;
  }
}
