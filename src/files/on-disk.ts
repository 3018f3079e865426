/** Writing, with the machine's refusals in words. */
import { BurstboxError, reason } from '../errors.ts';

/** Runs a write and turns the machine's refusal into one sentence. */
export function onDisk<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw diskError(path, error);
  }
}

/** ENOSPC and its kin in words. */
export function diskError(path: string, error: unknown): BurstboxError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const what = DISK_ERRORS[code] ?? reason(error);
  return new BurstboxError('machine', `cannot write ${path}: ${what}`, { path, code }, error);
}

const DISK_ERRORS: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space or choose another place with --out',
  EDQUOT: 'your disk quota is used up; free some space or choose another place with --out',
  EACCES: 'no permission; choose another place with --out',
  EPERM: 'no permission; choose another place with --out',
  EROFS: 'the file system is read-only; choose another place with --out',
  ENOTDIR: 'a part of the path is a file; choose another place with --out',
  EEXIST: 'a file of that name is in the way; choose another place with --out',
};
