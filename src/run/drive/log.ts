import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Told } from '../../contract/contract.ts';
import { hideSecrets, keepSecret } from '../../secrets/secrets.ts';

/** What the mark of any run looks like: `secretMark` is known only to who started k6, and has gone with it. */
const MARK_SHAPE = /burstbox-k6-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** A new one for each k6. */
export function newMark(): string {
  return `burstbox-k6-${randomUUID()}`;
}

/** A script that throws in every iteration writes a line each; what the first of them say is enough. */
const MAX_LOG_BYTES = 4 * 1024 * 1024;
const MAX_MESSAGE_CHARS = 300;

export interface LogFacts {
  /** Iterations that ended in an uncaught exception: k6 still exits with 0. */
  scriptExceptions: number;
  lastError?: string;
  /** What the script says of itself; absent when it says nothing. */
  told?: Told;
}

/**
 * Copies k6's log, one JSON object a line, to a file of bounded size, without secrets. Settles when the stream has ended.
 * @param secretMark what a line begins with that tells of a secret, or of the script: it is remembered and not copied. Nobody else knows it;
 * absent where who knew it has died: then every mark of ours counts
 */
export async function cappedLog(stream: Readable, path: string, secretMark?: string): Promise<LogFacts> {
  const facts: LogFacts = { scriptExceptions: 0 };
  let left = MAX_LOG_BYTES;
  append(path, ''); // there from the start, also when k6 has nothing to say
  for await (const line of createInterface({ input: stream })) {
    const mark = markIn(line, secretMark);
    if (mark !== undefined) {
      keepTold(line, mark, facts);
      continue;
    }
    if (line.includes(SWITCHED_ON)) continue;
    const hidden = left > 0 || isError(line) ? hideSecrets(line) : line;
    note(hidden, facts);
    if (left <= 0) continue;
    left -= hidden.length + 1;
    const text = left > 0 ? hidden : '{"level":"info","msg":"log cut here by burstbox"}';
    if (!append(path, `${text}\n`)) left = 0;
  }
  return facts;
}

function markIn(line: string, mark: string | undefined): string | undefined {
  if (mark === undefined) return MARK_SHAPE.exec(line)?.[0];
  return line.includes(mark) ? mark : undefined;
}

/** A line that is cut, because k6 was killed in it, tells of nothing. */
function keepTold(line: string, mark: string, facts: LogFacts): void {
  try {
    const { msg } = JSON.parse(line) as { msg?: unknown };
    if (!String(msg).startsWith(mark)) return;
    const told = JSON.parse(String(msg).slice(mark.length)) as string | Told;
    if (typeof told === 'string') keepSecret(told);
    else facts.told = { ...facts.told, ...told };
  } catch {
    // said above
  }
}

/** False when it could not be written: a full disk must not stop the load, and the sampler reports it. */
function append(path: string, text: string): boolean {
  try {
    appendFileSync(path, text);
    return true;
  } catch {
    return false;
  }
}

/** k6 says of a feature that we switch on (src/run/drive/figures) that it is experimental. */
const SWITCHED_ON = '"feature":"native-histograms"';

/** That figures could not be handed over says nothing of why k6 ended. */
const OF_FIGURES = '"output":"Prometheus remote write"';

function isError(line: string): boolean {
  return line.includes('"level":"error"');
}

function note(line: string, facts: LogFacts): void {
  if (!isError(line) || line.includes(OF_FIGURES)) return;
  if (line.includes('"hint":"script exception"')) facts.scriptExceptions++;
  try {
    const { msg } = JSON.parse(line) as { msg?: unknown };
    facts.lastError = String(msg).split('\n')[0]?.slice(0, MAX_MESSAGE_CHARS) ?? '';
  } catch {
    // k6 also prints panics here, which are not JSON
  }
}
