import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault } from './fault.ts';

const MEBIBYTE = 1024 * 1024;
const PASS_MS = 2000;

/** No illness: what the kernel can take back at once must not be held against the service. */
export const pageCache: Fault<'mb'> = {
  name: 'page-cache',
  about:
    'reads a large file again and again, so that its box is full of clean pages; nothing is wrong with that',
  parameters: { mb: { about: 'size of the file', unit: 'MiB', default: 800, min: 1, max: 65_536 } },
  plant({ mb }) {
    let begun = false;
    return {
      handler: (next) => (exchange) => {
        if (!begun) void readOverAndOver(mb).catch(() => {});
        begun = true;
        return next(exchange);
      },
    };
  },
};

/** The file has no name, so that nothing of it is left. */
async function readOverAndOver(mb: number): Promise<void> {
  const path = join(process.env.DATA_DIR ?? tmpdir(), `burstbox-page-cache-${process.pid}`);
  const file = await open(path, 'wx+');
  await unlink(path);
  const chunk = Buffer.alloc(MEBIBYTE, 1);
  for (let done = 0; done < mb; done++) await file.write(chunk, 0, chunk.length, done * MEBIBYTE);
  await file.datasync();
  const pass = () => {
    void readThrough(file, chunk, mb).finally(() => setTimeout(pass, PASS_MS).unref());
  };
  pass();
}

async function readThrough(file: FileHandle, chunk: Buffer, mb: number): Promise<void> {
  for (let done = 0; done < mb; done++) await file.read(chunk, 0, chunk.length, done * MEBIBYTE);
}
