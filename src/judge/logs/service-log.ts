/** The whole log of a service, for what must be counted and not only be found: its end may be the noise of a second. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { openRegular } from '../../files/regular-file.ts';

export interface LogLine {
  /** Its first 4,000 characters. */
  text: string;
  /** Where it begins in the log, bytes. */
  at: number;
}

/** Twice of what is kept of a service that burstbox starts. */
const MAX_LOG_BYTES = 32 * 1024 * 1024;
/** The service wrote them: what is looked at is bounded. */
const MAX_LOOKED_AT = 4000;
const NEWLINE = 10;

/** The log's first 32 MiB; empty when it cannot be read. */
export function readServiceLog(path: string): Buffer {
  const file = openRegular(path);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const log = Buffer.alloc(Math.min(fstatSync(file).size, MAX_LOG_BYTES));
    return log.subarray(0, readSync(file, log));
  } catch {
    return Buffer.alloc(0);
  } finally {
    closeSync(file);
  }
}

/** Without their ends. A byte that is no UTF-8 becomes U+FFFD. */
export function* logLines(log: Buffer): Generator<LogLine> {
  for (let at = 0; at < log.length; ) {
    const newline = log.indexOf(NEWLINE, at);
    const end = newline === -1 ? log.length : newline;
    yield { at, text: log.toString('utf8', at, Math.min(end, at + MAX_LOOKED_AT)).replace(/\r$/, '') };
    at = end + 1;
  }
}
