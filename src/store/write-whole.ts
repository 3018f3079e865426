/** Files that are written whole or not at all. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { onDisk } from '../files/on-disk.ts';
import { ownLedger } from '../ledger/own.ts';

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
