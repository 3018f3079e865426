/** Reads just enough of ustar (POSIX.1-1988) to compare a batch download with what was uploaded. */
import type { ErrorKind } from '../contract/contract.ts';
import { contentFault } from './content.ts';

const RECORD_BYTES = 512;
const NAME_BYTES = 100;
const SIZE_AT = 124;
const SIZE_BYTES = 11;

/** What is wrong with an archive that should hold exactly these files in this order, each as `contentOf` made it. */
export function tarFault(archive: ArrayBuffer, names: string[], size: number): ErrorKind | undefined {
  let at = 0;
  for (const name of names) {
    const start = at + RECORD_BYTES;
    if (archive.byteLength < start + size) return 'short_body';
    if (text(archive, at, NAME_BYTES) !== name) return 'wrong_bytes';
    if (Number.parseInt(text(archive, at + SIZE_AT, SIZE_BYTES), 8) !== size) return 'wrong_bytes';
    const fault = contentFault(archive.slice(start, start + size), name, size);
    if (fault !== undefined) return fault;
    at = start + Math.ceil(size / RECORD_BYTES) * RECORD_BYTES;
  }
  return text(archive, at, NAME_BYTES) === '' ? undefined : 'wrong_bytes';
}

function text(archive: ArrayBuffer, at: number, length: number): string {
  if (at >= archive.byteLength) return '';
  const bytes = new Uint8Array(archive, at, Math.min(length, archive.byteLength - at));
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end === -1 ? bytes.length : end));
}
