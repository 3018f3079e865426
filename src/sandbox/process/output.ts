import type { ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { hidingStream } from '../../secrets/hiding-stream.ts';

/** The beginning of a service's log tells why it started badly; gigabytes of it would fill the disk of the results. */
const MAX_LOG_BYTES = 16 * 1024 * 1024;

/**
 * Appends what a child prints to a file of bounded size, without secrets, and reads on past that so that the child never
 * waits for us.
 */
export function captureOutput(child: ChildProcess, logFile: string): void {
  let left = MAX_LOG_BYTES;
  append(logFile, Buffer.alloc(0)); // there from the start, also when nothing is ever printed
  const take = (chunk: Buffer) => {
    if (left <= 0 || chunk.length === 0) return;
    left -= chunk.length;
    const cut =
      left > 0
        ? chunk
        : Buffer.concat([
            chunk.subarray(0, chunk.length + left),
            Buffer.from('\n[log cut here by burstbox]\n'),
          ]);
    if (!append(logFile, cut)) left = 0;
  };
  for (const stream of [child.stdout, child.stderr]) {
    const hiding = hidingStream();
    stream?.on('data', (chunk: Buffer) => left > 0 && take(hiding.take(chunk)));
    stream?.on('end', () => take(hiding.end()));
  }
}

/** False when it could not be written: a full disk is reported by who writes the results. */
function append(path: string, chunk: Buffer): boolean {
  try {
    appendFileSync(path, chunk);
    return true;
  } catch {
    return false;
  }
}
