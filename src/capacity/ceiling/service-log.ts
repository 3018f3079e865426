/** What the service writes to its log while a campaign is at work. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { isRegularFile } from '../../files/regular-file.ts';

export interface ServiceLog {
  /** The last of it since the campaign began; empty where there is none. */
  read(): string;
}

const MOST_BYTES = 64 * 1024;

/** @param path absent: none can be read */
export function openServiceLog(path: string | undefined): ServiceLog {
  if (path === undefined) return { read: () => '' };
  const from = sizeOf(path);
  return {
    read() {
      const size = sizeOf(path);
      // One that has become shorter was begun anew.
      const begin = Math.max(size < from ? 0 : from, size - MOST_BYTES);
      return size <= begin ? '' : partOf(path, begin, size - begin);
    },
  };
}

function sizeOf(path: string): number {
  return isRegularFile(path) ? statSync(path).size : 0;
}

function partOf(path: string, from: number, length: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, from));
  } finally {
    closeSync(file);
  }
}
