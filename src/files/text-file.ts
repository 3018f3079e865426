/** The one reader of text files that people and other programs write: bounded, and plain about what cannot be read. */

import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { relative } from 'node:path';
import { BurstboxError, reason } from '../errors.ts';
import { MIB } from '../text/numbers.ts';

/** Far above a target file with a long journey and a thousand users. */
const MAX_BYTES = 4 * MIB;

/**
 * @param mostBytes what is longer is refused
 * @returns the text without a byte order mark
 * @throws BurstboxError config: the path, what is there and what was expected
 */
export function readText(path: string, mostBytes = MAX_BYTES): string {
  return decoded(path, bytesOf(path, mostBytes));
}

/** A path as a message says it: from here when it is below. */
export function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

/** At most so many bytes are ever read, also of a file in /proc, whose size is said to be 0. */
function bytesOf(path: string, mostBytes: number): Buffer {
  const stats = attempted(path, () => statSync(path));
  if (!stats.isFile()) throw misfit(path, `it is ${kindOf(stats)}, not a regular file`);
  const file = attempted(path, () => openSync(path, 'r'));
  try {
    const bytes = Buffer.alloc(Math.min(mostBytes, stats.size > 0 ? stats.size : mostBytes) + 1);
    const length = attempted(path, () => readFully(file, bytes));
    if (length > mostBytes)
      throw misfit(path, `it is longer than ${mostBytes / MIB} MiB; is this the right file?`);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function readFully(file: number, bytes: Buffer): number {
  let length = 0;
  for (let read = -1; read !== 0 && length < bytes.length; length += read)
    read = readSync(file, bytes, length, bytes.length - length, null);
  return length;
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

/** Longest mark first: that of UTF-32 begins with the one of UTF-16. */
const MARKS: [encoding: string, bytes: number[]][] = [
  ['UTF-32 (little endian)', [0xff, 0xfe, 0, 0]],
  ['UTF-32 (big endian)', [0, 0, 0xfe, 0xff]],
  ['UTF-16 (little endian)', [0xff, 0xfe]],
  ['UTF-16 (big endian)', [0xfe, 0xff]],
  ['gzip', [0x1f, 0x8b]],
];

/** Of a file without a mark every other byte is zero when it holds Latin letters in UTF-16. */
const WITHOUT_MARK: [encoding: string, zeroAt: 0 | 1][] = [
  ['UTF-16 (little endian)', 1],
  ['UTF-16 (big endian)', 0],
];

function decoded(path: string, bytes: Buffer): string {
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  const zeros = bytes.includes(0) ? WITHOUT_MARK.find(([, at]) => isZeroAt(bytes, at)) : undefined;
  const [encoding] = marked ?? zeros ?? [];
  if (encoding === 'gzip') throw misfit(path, 'it is compressed with gzip; expected a text file');
  if (encoding !== undefined) throw misfit(path, `it is ${encoding}; save it as UTF-8`);
  if (bytes.includes(0)) throw misfit(path, 'it is binary; expected a text file');
  try {
    // Takes a mark of UTF-8 off.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw misfit(path, 'it is not UTF-8, perhaps Latin-1 or Windows-1252; save it as UTF-8');
  }
}

function isZeroAt(bytes: Buffer, at: 0 | 1): boolean {
  const pairs = Array.from({ length: Math.min(8, bytes.length >> 1) }, (_, pair) => 2 * pair);
  return pairs.length > 0 && pairs.every((pair) => bytes[pair + at] === 0 && bytes[pair + 1 - at] !== 0);
}

function attempted<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw misfit(path, SYSTEM_ERRORS[(error as NodeJS.ErrnoException).code ?? ''] ?? reason(error), error);
  }
}

const SYSTEM_ERRORS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'there is no permission to read it',
  EPERM: 'there is no permission to read it',
  ELOOP: 'it is a link that leads to itself',
  ENAMETOOLONG: 'the name is too long',
};

function misfit(path: string, what: string, cause?: unknown): BurstboxError {
  return new BurstboxError('config', `${shownPath(path)}: ${what}`, { path }, cause);
}
