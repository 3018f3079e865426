/** Which answers are looked at for an error behind the status of a success. */
import { type AnswerForm, isErrorAnswer } from '../../shared/request/error-in-success.ts';
import { isLoad } from '../operation.ts';
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
  call.verify = (reply) => errorIn(op, reply) ?? verify?.(reply);
  return call;
}

/** Before the load each body is kept, to see what it is like; in it the short ones. */
export function keptOf(op: string): Call['keep'] {
  return !isLoad() || forms[op]?.short ? 'text' : undefined;
}

/** An error that has the status of a success; undefined when it has none. */
export function errorIn(op: string, reply: Reply): 'false_success' | undefined {
  return isErrorAnswer(reply, forms[op]) ? 'false_success' : undefined;
}
