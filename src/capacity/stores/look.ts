/** Is what was stored there, as it was sent? */
import { shortText, type Transfer } from '../../network/transfer.ts';
import { NOT_THERE } from '../../suites/leavings.ts';
import { checkOf } from '../content/check.ts';
import type { Content } from '../content/content.ts';
import { MAX_SAID_BYTES, saidText } from './said.ts';

/** `whole`: it is there as it was sent, in as far as was looked. `partial`: it begins like ours and is shorter. */
export type Look =
  | { is: 'whole'; ms: number; bytes: number }
  | { is: 'absent' | 'partial' | 'differs' | 'unreadable'; said: string };

const PARTIAL_CONTENT = 206;
const TAIL_BYTES = 4096;
/** Enough to know a file by, where a service sends it from its beginning only. */
const HEAD_BYTES = 64 * 1024;

/** Reads the end of it, or where the service knows no ranges its beginning. */
export async function endOf(
  content: Content,
  get: (more: Record<string, string>) => Promise<Transfer>,
  expect: number[],
): Promise<Look> {
  const from = Math.max(0, content.bytes - TAIL_BYTES);
  const startedMs = performance.now();
  const answer = await get({ Range: `bytes=${from}-${content.bytes - 1}` });
  if (answer.status === RANGE_NOT_SATISFIABLE) {
    answer.drop();
    return { is: 'partial', said: 'it is shorter than what was sent' };
  }
  if (answer.status !== PARTIAL_CONTENT && !expect.includes(answer.status)) return await refused(answer);
  const isRange = answer.status === PARTIAL_CONTENT;
  const length = Number(answer.headers['content-length'] ?? Number.NaN);
  const told = isRange ? Number(/\/(\d+)$/.exec(answer.headers['content-range'] ?? '')?.[1]) : length;
  if (Number.isFinite(told) && told !== content.bytes) {
    answer.drop();
    return {
      is: told < content.bytes ? 'partial' : 'differs',
      said: `it has ${told} bytes in place of ${content.bytes}`,
    };
  }
  const most = isRange ? content.bytes - from : Math.min(content.bytes, HEAD_BYTES);
  return await compared(content, answer, isRange ? from : 0, most, startedMs);
}

/** Reads all of it. */
export async function allOf(content: Content, get: () => Promise<Transfer>, expect: number[]): Promise<Look> {
  const startedMs = performance.now();
  const answer = await get();
  if (!expect.includes(answer.status)) return await refused(answer);
  return await compared(content, answer, 0, content.bytes, startedMs);
}

/** @param most bytes that are read: where an answer has more of the file, the rest is dropped */
async function compared(
  content: Content,
  answer: Transfer,
  from: number,
  most: number,
  startedMs: number,
): Promise<Look> {
  const check = checkOf(content, from);
  for await (const chunk of answer.body) {
    const wanted = most < content.bytes ? chunk.subarray(0, from + most - check.at) : chunk;
    if (!check.push(wanted)) {
      answer.drop();
      return { is: 'differs', said: `its bytes differ, from byte ${check.at} on at the latest` };
    }
    if (most < content.bytes && check.at >= from + most) {
      answer.drop();
      break;
    }
  }
  if (check.at < from + most)
    return { is: 'partial', said: `it ends after ${check.at} of ${content.bytes} bytes` };
  return { is: 'whole', ms: performance.now() - startedMs, bytes: most };
}

const RANGE_NOT_SATISFIABLE = 416;

async function refused(answer: Transfer): Promise<Look> {
  const said = saidText(answer.status, await shortText(answer, MAX_SAID_BYTES));
  return { is: NOT_THERE.includes(answer.status) ? 'absent' : 'unreadable', said };
}
