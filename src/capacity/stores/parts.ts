/** A file that a store takes only in parts: sent, given up, looked for. */
import { shortText, type Transfer } from '../../network/transfer.ts';
import { NOT_THERE } from '../../suites/leavings.ts';
import type { Content } from '../content/content.ts';
import { transferFault } from './faults.ts';
import type { Asking, Parts, Sending } from './protocol.ts';
import { saidText } from './said.ts';

/** A copy of so much costs less than to send it piece by piece. */
const SMALL_BYTES = 64 * 1024;
/** A page of what was begun under one name. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** What a request that is part of an upload came to. */
export interface Step {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export type Attempt = (ask: Asking | Sending) => Promise<Transfer>;

/** An answer that is no success. */
export class StepRefused extends Error {
  readonly step: Step;
  constructor(step: Step) {
    super(saidText(step.status, step.body));
    this.step = step;
  }
}

/** @param handed is told how much of the body has been handed over @throws StepRefused, and what the connection does */
export async function putWhole(
  sending: Sending,
  bytes: number,
  attempt: Attempt,
  handed: (bytes: number) => void,
): Promise<Step> {
  if (bytes <= SMALL_BYTES) {
    // In one piece it goes to the connection together with its headers.
    const body = [Buffer.concat([...sending.body])];
    handed(bytes);
    return await step(attempt, { ...sending, body });
  }
  return await step(attempt, { ...sending, body: counted(sending.body, handed) });
}

export interface PartsOrder {
  parts: Parts;
  content: Content;
  attempt: Attempt;
  /** Is told the store's id before the first part is sent. */
  begun(id: string): Promise<void>;
  /** Is told how much of the file has been handed over. */
  handed(bytes: number): void;
}

/**
 * What had come by then is given up when a step fails, as far as the store answers.
 * @throws StepRefused, and what the connection does
 */
export async function putInParts({ parts, content, attempt, begun, handed }: PartsOrder): Promise<Step> {
  const first = await step(attempt, parts.begin(content));
  const id = parts.idIn(first.body);
  if (id === undefined || id === '') throw new StepRefused(first);
  await begun(id);
  let isWhole = false;
  try {
    const marks: string[] = [];
    for (const { make } of parts.uploads(content, id)) {
      const sending = make();
      const body = counted(sending.body, handed);
      const answer = await step(attempt, { ...sending, body });
      const mark = parts.markIn(answer.headers);
      if (mark === undefined) throw new StepRefused(answer);
      marks.push(mark);
    }
    isWhole = true;
    const whole = await step(attempt, parts.complete(content, id, marks));
    if (!parts.isComplete(whole.body)) throw new StepRefused(whole);
    return whole;
  } catch (error) {
    // Who does not answer may be putting it together: that is looked up later.
    if (!isWhole || error instanceof StepRefused)
      await step(attempt, parts.giveUp(content.name, id)).catch(() => {});
    throw error;
  }
}

async function step(attempt: Attempt, ask: Asking | Sending): Promise<Step> {
  const answer = await attempt(ask);
  const { status, headers } = answer;
  const body = await shortText(answer, MAX_ANSWER_BYTES);
  if (!ask.expect.includes(status)) throw new StepRefused({ status, headers, body });
  return { status, headers, body };
}

function* counted(chunks: Iterable<Uint8Array>, handed: (bytes: number) => void) {
  for (const chunk of chunks) {
    yield chunk;
    handed(chunk.length);
  }
}

/** `id`: parts of it are there, under this. */
export type OpenParts = { is: 'open'; id: string } | { is: 'none' } | { is: 'unknown'; said: string };

/** @param id absent: the store's answer that has it never came */
export async function openParts(
  parts: Parts,
  name: string,
  id: string | undefined,
  attempt: Attempt,
): Promise<OpenParts> {
  if (id !== undefined)
    return (await isThere(parts, name, id, attempt)) ? { is: 'open', id } : { is: 'none' };
  const { body } = await step(attempt, parts.open(name));
  const ids = parts.openIn(body, name);
  if (ids === undefined) return { is: 'unknown', said: 'the store does not list uploads that were begun' };
  const [only] = ids;
  if (only === undefined) return { is: 'none' };
  // Ours was begun, and nothing was sent: what has parts, or is one of several, may be another's.
  const isOurs = ids.length === 1 && parts.isEmpty((await step(attempt, parts.shown(name, only))).body);
  return isOurs
    ? { is: 'open', id: only }
    : {
        is: 'unknown',
        said: `uploads in parts were begun under its name (${ids.join(', ')}), and which is of this campaign cannot be known`,
      };
}

/** @returns why it stays; undefined when it is gone */
export async function giveUpParts(
  parts: Parts,
  name: string,
  id: string,
  attempt: Attempt,
): Promise<string | undefined> {
  try {
    await step(attempt, parts.giveUp(name, id)).catch(passNotThere);
    return (await isThere(parts, name, id, attempt))
      ? 'the store says that it gave up its parts, but still has them'
      : undefined;
  } catch (error) {
    return error instanceof StepRefused
      ? `its parts are not given up (${error.message})`
      : `the service did not answer (${transferFault(error)})`;
  }
}

async function isThere(parts: Parts, name: string, id: string, attempt: Attempt): Promise<boolean> {
  return (await step(attempt, parts.shown(name, id)).catch(passNotThere)) !== undefined;
}

function passNotThere(error: unknown): undefined {
  if (error instanceof StepRefused && NOT_THERE.includes(error.step.status)) return undefined;
  throw error;
}
