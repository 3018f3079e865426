/** Writing, with the machine's refusals in words. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { BurstboxError, reason } from '../errors.ts';
import { ownLedger } from '../sandbox/ledger/own.ts';

/** Whole or not at all: a reader never sees half a file. @throws BurstboxError machine. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  onDisk(path, () => putWhole(path, (draft) => writeFileSync(draft, content)));
}

/**
 * Makes something beside its place and moves it there in one step. A draft that is left when we are killed goes with the next
 * command.
 * @throws what `make` and the disk do, as it comes
 */
export function putWhole(path: string, make: (draft: string) => void): void {
  const draft = `${path}.${process.pid}.part`;
  const entry = { kind: 'draft', path: draft } as const;
  ownLedger.add(entry);
  try {
    make(draft);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    ownLedger.remove(entry);
  }
}

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
