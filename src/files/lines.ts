/** Reads text files line by line: what a soak has stored is larger than all that is made of it. */
import { closeSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { BurstboxError } from '../errors.ts';
import { openRegular } from './regular-file.ts';

const CHUNK_BYTES = 64 * 1024;

/** A record of ours has a few thousand characters; a line without an end would fill the memory. */
const MAX_LINE_CHARS = 4 * 1024 * 1024;
/** Eleven days of readings, one a second. */
const MAX_LINES = 1_000_000;

/**
 * The lines of a file without their ends, also a last one that has none; no lines when it is missing.
 * @throws BurstboxError config when a line is longer than 4 Mi characters, or there are more than `maxLines`
 */
export function* linesOf(path: string, maxLines = MAX_LINES): Generator<string> {
  const file = openRegular(path);
  if (file === undefined) return;
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    let count = 0;
    for (let bytes = readSync(file, chunk); bytes > 0; bytes = readSync(file, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, bytes))).split('\n');
      rest = lines.pop() ?? '';
      count += lines.length;
      refuseEndless(path, count, rest, maxLines);
      yield* lines;
    }
    rest += decoder.end();
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}

function refuseEndless(path: string, count: number, line: string, maxLines: number): void {
  const what =
    line.length > MAX_LINE_CHARS
      ? `line ${count + 1} is longer than ${MAX_LINE_CHARS} characters`
      : `it has more than ${maxLines} lines`;
  if (line.length > MAX_LINE_CHARS || count > maxLines)
    throw new BurstboxError('config', `${path}: ${what}; burstbox did not write that`, { path });
}
