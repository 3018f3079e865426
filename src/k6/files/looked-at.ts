/** Which answers are looked at for an error behind the status of a success. */
import { type AnswerForm, isErrorAnswer } from '../../shared/request/error-in-success.ts';
import { isLoad } from '../load-vu.ts';
import type { Call, Reply } from '../send.ts';

let forms: Record<string, AnswerForm> = {};

/** From now on the answers of this VU are held against these, by operation. */
export function useForms(usual: Record<string, AnswerForm>): void {
  forms = usual;
}

/**
 * Has the answers of an operation looked at, whatever it sends.
 * @param verify what else may be wrong with one
 */
export function lookedAt(call: Call, verify?: Call['verify']): Call {
  const { op } = call;
  call.verify = (reply) => errorIn(op, reply) ?? (verify === undefined ? undefined : verify(reply));
  return call;
}

/** Before the load each body is kept, to see what it is like; in it the short ones. */
export function keptOf(op: string): Call['keep'] {
  return !isLoad() || forms[op]?.short ? 'text' : undefined;
}

/** An error that has the status of a success; undefined when it has none. Most answers are as usual, and need no look: see AnswerForm. */
export function errorIn(op: string, reply: Reply): 'false_success' | undefined {
  const usual = forms[op];
  if (usual !== undefined) {
    const { body } = reply;
    const isText = typeof body === 'string';
    if (isText && body === usual.text) return undefined;
    if ((!isText || isWord(body[0])) && reply.headers['Content-Type'] === usual.type) return undefined;
  }
  return isErrorAnswer(reply, usual) ? 'false_success' : undefined;
}

/** A text that begins so is no JSON, in which alone an error would stand. */
function isWord(first = '0'): boolean {
  return (first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
}
