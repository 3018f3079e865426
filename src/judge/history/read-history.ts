/** history.ndjson → columns. Streamed; lines that are no record are left out, and nothing in them is trusted. */
import { closeSync, readSync } from 'node:fs';
import { openRegular } from '../../files/regular-file.ts';
import { History, type Operation } from './history.ts';
import { parseLine } from './parse-line.ts';

const CHUNK_BYTES = 1 << 20;
/** A record has two names, a value and three versions; what is longer is none. */
const MAX_LINE_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Undefined when there is no such file. */
export function readHistory(path: string): History | undefined {
  const file = openRegular(path);
  if (file === undefined) return undefined;
  const history = new History();
  try {
    readAll(file, history);
  } finally {
    closeSync(file);
  }
  return history;
}

/** The unfinished line of one chunk is moved to the begin of the next. */
function readAll(file: number, history: History): void {
  const buffer = Buffer.allocUnsafe(MAX_LINE_BYTES + CHUNK_BYTES);
  const scratch = newOperation();
  let kept = 0;
  let isTooLong = false;
  for (let read = readSync(file, buffer, kept, CHUNK_BYTES, null); read > 0; ) {
    const end = kept + read;
    let start = 0;
    for (let at = buffer.indexOf(NEWLINE, kept); at !== -1 && at < end; at = buffer.indexOf(NEWLINE, start)) {
      if (!isTooLong) addLine(history, buffer, start, at, scratch);
      isTooLong = false;
      start = at + 1;
    }
    isTooLong ||= end - start > MAX_LINE_BYTES;
    kept = isTooLong ? 0 : end - start;
    if (kept > 0) buffer.copyWithin(0, start, end);
    read = readSync(file, buffer, kept, CHUNK_BYTES, null);
  }
  if (kept > 0) addLine(history, buffer, 0, kept, scratch);
}

const RECORD_BEGIN = '{"c":';

function addLine(history: History, buffer: Buffer, from: number, to: number, scratch: Operation): void {
  if (!parseLine(buffer, from, to, history.texts, scratch)) {
    if (buffer.toString('latin1', from, Math.min(to, from + RECORD_BEGIN.length)) === RECORD_BEGIN)
      history.torn++;
  } else if (scratch.end < scratch.begin) history.backwards++;
  else history.add(scratch);
}

function newOperation(): Operation {
  return {
    client: 0,
    key: 0,
    op: 0,
    begin: 0,
    end: 0,
    outcome: 0,
    version: 0,
    value: 0,
    base: 0,
    isFinal: false,
    seen: 0,
  };
}
