/**
 * What a script writes with console.log for us, taken out of k6's console: the history of its operations, and its notes of
 * what it may have stored. k6 writes it in the form of its log, here JSON, to a file that outlives both k6 and us; all else in
 * it goes to the log, where it would be without.
 */
import { appendFileSync, createReadStream, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { Told } from '../../contract/contract.ts';
import { onDisk } from '../../files/on-disk.ts';
import { FILES } from '../../store/store.ts';
import { cappedLog } from './log.ts';

/** What k6 writes until the load has ended, in the scenario's folder. */
export const CONSOLE_FILE = 'console.ndjson';

/** It is for nobody else: tokens of a login may be told in it. */
export function openConsole(folder: string): void {
  onDisk(folder, () => writeFileSync(join(folder, CONSOLE_FILE), '', { mode: 0o600 }));
}

/** A script that warns in every iteration says no more with more lines. */
const MAX_OTHER_LINES = 10_000;

/** A million operations may be as many lines, so one that is none of ours is recognised without parsing it. */
const HISTORY = '{"level":"info","msg":"{\\"c\\":';
const STORED = '{"level":"info","msg":"{\\"stored\\":';
const S3_ERROR = '{"level":"info","msg":"{\\"s3Error\\":';
/** As src/k6 says it of files, datasets and users alike. */
const SAYS_LEFT = / of this run are left on the service/;

/**
 * Writes history.ndjson, stored.ndjson and s3-errors.ndjson and adds the rest to k6.log. Without a console, because k6 never came to run the
 * script, nothing is written. Never rejects: a full disk is for the sampler to report.
 * @param isCleared the script came to its end and removed what it had stored: then its notes are of no more use, unless it says
 * otherwise
 * @param secretMark as cappedLog takes it
 * @returns what the script says of itself
 */
export async function keepConsole(
  folder: string,
  isCleared: boolean,
  secretMark?: string,
): Promise<Told | undefined> {
  const path = join(folder, CONSOLE_FILE);
  if (!existsSync(path)) return undefined;
  const said: string[] = [];
  const history = blockWriter(join(folder, FILES.history));
  const stored = blockWriter(join(folder, FILES.stored));
  const s3Errors = blockWriter(join(folder, FILES.s3Errors));
  const kept = [
    [HISTORY, history],
    [STORED, stored],
    [S3_ERROR, s3Errors],
  ] as const;
  let saysLeft = false;
  try {
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const keep = kept.find(([begin]) => line.startsWith(begin))?.[1];
      const message = keep === undefined ? undefined : messageOf(line);
      if (keep !== undefined && message !== undefined) keep.add(message);
      else if (said.length < MAX_OTHER_LINES) said.push(line);
      saysLeft ||= keep === undefined && SAYS_LEFT.test(line);
    }
    history.end();
    stored.end();
    s3Errors.end();
  } catch {
    // what was written is read
  }
  if (isCleared && !saysLeft) rmSync(join(folder, FILES.stored), { force: true });
  const lines = Readable.from(said.map((line) => `${line}\n`));
  const { told } = await cappedLog(lines, join(folder, FILES.k6Log), secretMark);
  rmSync(path, { force: true });
  return told;
}

/** Written at once: a write for each line takes longer than all else. */
const BLOCK_CHARS = 64 * 1024;

function blockWriter(path: string): { add(line: string): void; end(): void } {
  let block = '';
  const end = () => {
    if (block !== '') appendFileSync(path, block);
    block = '';
  };
  return {
    add(line) {
      block += `${line}\n`;
      if (block.length >= BLOCK_CHARS) end();
    },
    end,
  };
}

/** Undefined for a line that k6 was killed in the middle of. */
function messageOf(line: string): string | undefined {
  try {
    return String((JSON.parse(line) as { msg: unknown }).msg);
  } catch {
    return undefined;
  }
}
