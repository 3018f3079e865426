/** Reads just enough of ustar (POSIX.1-1988) to compare a batch download with what was uploaded. */
import { isContentOf } from './content.ts';

const RECORD_BYTES = 512;
const NAME_BYTES = 100;
const SIZE_AT = 124;
const SIZE_BYTES = 11;

/** Whether the archive holds exactly these files in this order, each with the content its name stands for. */
export function tarHolds(archive: ArrayBuffer, names: string[], size: number): boolean {
  let at = 0;
  for (const name of names) {
    if (text(archive, at, NAME_BYTES) !== name) return false;
    if (Number.parseInt(text(archive, at + SIZE_AT, SIZE_BYTES), 8) !== size) return false;
    const start = at + RECORD_BYTES;
    if (!isContentOf(archive.slice(start, start + size), name, size)) return false;
    at = start + Math.ceil(size / RECORD_BYTES) * RECORD_BYTES;
  }
  return text(archive, at, NAME_BYTES) === '';
}

function text(archive: ArrayBuffer, at: number, length: number): string {
  if (at >= archive.byteLength) return '';
  const bytes = new Uint8Array(archive, at, Math.min(length, archive.byteLength - at));
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end === -1 ? bytes.length : end));
}
