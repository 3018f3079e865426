/** The end of a service's log: what it said last before it went. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { openRegular } from '../../files/regular-file.ts';

/** Go says why it ends above the stacks of all its goroutines, some hundred bytes each; a log may be as long as the disk allows. */
const MAX_TAIL_BYTES = 256 * 1024;

/**
 * Text of at most the last 256 KiB of a file, from the begin of a line on; empty when it cannot be read. A byte that is
 * no UTF-8 becomes U+FFFD.
 */
export function readLogTail(path: string): string {
  const file = openRegular(path);
  if (file === undefined) return '';
  try {
    const { size } = fstatSync(file);
    const from = Math.max(0, size - MAX_TAIL_BYTES);
    const bytes = Buffer.alloc(Math.min(size, MAX_TAIL_BYTES));
    const text = bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from)).toString('utf8');
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } catch {
    return '';
  } finally {
    closeSync(file);
  }
}
