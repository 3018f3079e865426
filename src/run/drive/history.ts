/**
 * The history that a script writes with console.log, taken out of k6's console. k6 writes what a script says in the form
 * of its log, here JSON; what is no record of an operation goes to the log, where it would be without a history.
 */
import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FILES } from '../../store/store.ts';
import { cappedLog } from './log.ts';

/** What k6 writes until the load has ended, in the scenario's folder. */
export const CONSOLE_FILE = 'console.ndjson';

/** A script that warns in every iteration says no more with more lines. */
const MOST_OTHER_LINES = 10_000;

/** A million operations may be as many lines, so one that is none of them is recognised without parsing it. */
const RECORD = '{"level":"info","msg":"{\\"c\\":';

/**
 * Writes history.ndjson and adds the rest to k6.log. Without a console, because k6 never came to run the script, nothing
 * is written. Never rejects: a full disk is for the sampler to report.
 */
export async function keepHistory(folder: string): Promise<void> {
  const path = join(folder, CONSOLE_FILE);
  if (!existsSync(path)) return;
  const said: string[] = [];
  try {
    await pipeline(
      recordsIn(path, (line) => {
        if (said.length < MOST_OTHER_LINES) said.push(line);
      }),
      createWriteStream(join(folder, FILES.history)),
    );
  } catch {
    // what was written is read
  }
  await cappedLog(Readable.from(said.map((line) => `${line}\n`)), join(folder, FILES.k6Log));
  rmSync(path, { force: true });
}

async function* recordsIn(path: string, other: (line: string) => void): AsyncGenerator<string> {
  let block = '';
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const record = line.startsWith(RECORD) ? messageOf(line) : undefined;
    if (record === undefined) other(line);
    else block += `${record}\n`;
    if (block.length < BLOCK_CHARS) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** Written at once: a write for each line takes longer than all else. */
const BLOCK_CHARS = 64 * 1024;

/** Undefined for a line that k6 was killed in the middle of. */
function messageOf(line: string): string | undefined {
  try {
    return String((JSON.parse(line) as { msg: unknown }).msg);
  } catch {
    return undefined;
  }
}
