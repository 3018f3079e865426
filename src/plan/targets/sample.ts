/** The file of the user's own that is uploaded, where the target file names one. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TargetRoutes } from '../../contract/contract.ts';
import { BurstboxError, reason } from '../../errors.ts';

/** Every user of the load holds a copy, and the ladder has 2000. */
const MAX_BYTES = 1024 * 1024;

/**
 * The routes with its absolute path.
 * @throws BurstboxError config when it cannot be what is uploaded
 */
export function withSample(file: string, routes: TargetRoutes): TargetRoutes {
  const { upload } = routes;
  if (upload?.sample === undefined) return routes;
  if (upload.content !== undefined)
    throw wrong(file, `"content" and "sample" are both set; leave one out: what is made, or a file of yours`);
  const sample = resolve(dirname(file), upload.sample);
  const bytes = sizeOf(file, upload.sample, sample);
  if (bytes === 0 || bytes > MAX_BYTES)
    throw wrong(
      file,
      `/sample is "${upload.sample}", which has ${bytes} bytes; expected a file of 1 to ${MAX_BYTES}, of which every user of the load holds a copy`,
    );
  return { ...routes, upload: { ...upload, sample } };
}

function sizeOf(file: string, named: string, sample: string): number {
  try {
    const found = statSync(sample);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw wrong(
      file,
      `/sample is "${named}", which cannot be read (${reason(error)}); expected a file, relative to the target file`,
    );
  }
  throw wrong(file, `/sample is "${named}", which is no file; expected one, relative to the target file`);
}

function wrong(file: string, what: string): BurstboxError {
  return new BurstboxError('config', `${file}: /routes/upload${what.startsWith('/') ? what : `: ${what}`}`, {
    file,
  });
}
