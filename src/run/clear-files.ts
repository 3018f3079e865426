/**
 * Clears the files of a scenario of secrets: what k6 has written by itself, and logs from before a token was known.
 * Profiles are cleared where they are fetched.
 */
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf } from '../files/lines.ts';
import { onDisk } from '../files/on-disk.ts';
import { hidingStream } from '../secrets/hiding-stream.ts';
import { hasSecrets, hideInOwnRecord, hideInOwnText } from '../secrets/secrets.ts';
import { putWhole, writeWhole } from '../store/store.ts';

const CHUNK_BYTES = 64 * 1024;

/** @throws BurstboxError machine when a file with a secret could not be written anew; then it is gone. */
export function clearFiles(folder: string): void {
  if (!hasSecrets()) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isFile()) continue;
    if (entry.name.endsWith('.log')) clearLog(path);
    if (entry.name.endsWith('.json') || entry.name.endsWith('.ndjson')) clearRecords(path);
  }
}

function clearLog(path: string): void {
  const bytes = readFileSync(path);
  const stream = hidingStream();
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    parts.push(stream.take(bytes.subarray(at, at + CHUNK_BYTES)));
  const cleared = Buffer.concat([...parts, stream.end()]);
  if (!cleared.equals(bytes)) orGone(path, () => writeWhole(path, cleared));
}

/** Read line by line: a timeline of hours is larger than memory should be. A file that has no secret stays as it is. */
function clearRecords(path: string): void {
  if (!some(linesOf(path), (line) => clearedLine(line) !== line)) return;
  orGone(path, () =>
    onDisk(path, () =>
      putWhole(path, (draft) => {
        const file = openSync(draft, 'w');
        try {
          for (const line of linesOf(path)) writeSync(file, `${clearedLine(line)}\n`);
        } finally {
          closeSync(file);
        }
      }),
    ),
  );
}

function some(lines: Iterable<string>, is: (line: string) => boolean): boolean {
  for (const line of lines) if (is(line)) return true;
  return false;
}

/** Only its texts: a number is nothing that others have said. */
function clearedLine(line: string): string {
  if (hideInOwnText(line) === line) return line;
  try {
    return JSON.stringify(hideInOwnRecord(JSON.parse(line)));
  } catch {
    return hideInOwnText(line); // a line that k6 was killed in, or one of several of a record
  }
}

function orGone(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}
