/** Files that are written for other programs, and that a user may go on from: what somebody has changed is never overwritten. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { onDisk } from '../files/on-disk.ts';
import { readText, shownPath } from '../files/text-file.ts';
import { writeWhole } from '../store/write-whole.ts';

export interface ExportedFile {
  /** Below the folder that is written to. */
  path: string;
  /** Has `SEAL` once, where the file's format has room for a remark. */
  text: string;
}

/** Stands for a checksum of the file, by which the next export knows that it is as it was written. */
export const SEAL = `burstbox-seal:${'0'.repeat(32)}`;
const ANY_SEAL = /burstbox-seal:[0-9a-f]{32}/;

/**
 * Writes all of them, or none.
 * @returns their paths
 * @throws BurstboxError usage when one is there that is not ours, or was changed since, and `force` is not asked for
 */
export function writeExported(files: ExportedFile[], folder: string, force: boolean): string[] {
  const sealed = files.map(({ path, text }) => ({ path: join(folder, path), text: seal(text) }));
  for (const { path, text } of sealed) if (!force) refuseForeign(path, text);
  for (const { path, text } of sealed) {
    onDisk(path, () => makeFolder(dirname(path)));
    writeWhole(path, text);
  }
  return sealed.map(({ path }) => path);
}

function refuseForeign(path: string, text: string): void {
  if (!existsSync(path)) return;
  const there = readText(path);
  if (there === text || isAsWritten(there)) return;
  throw new BurstboxError(
    'usage',
    `${shownPath(path)} is already there and ${ANY_SEAL.test(there) ? 'was changed since burstbox wrote it' : 'was not written by burstbox'}; choose another folder with --out, or overwrite it with --force`,
    { path },
  );
}

/** Line ends may be those of Windows after a checkout. */
function isAsWritten(text: string): boolean {
  return ANY_SEAL.test(text) && seal(text.replaceAll('\r\n', '\n')) === text.replaceAll('\r\n', '\n');
}

function seal(text: string): string {
  const blank = text.replace(ANY_SEAL, SEAL);
  const hash = createHash('sha256').update(blank).digest('hex').slice(0, 32);
  return blank.replace(SEAL, `burstbox-seal:${hash}`);
}
