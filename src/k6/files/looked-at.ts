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
 * The part of a Call that looks at the answer. Before the load each is kept, to see what it is like; in it the short ones.
 * @param verify what else may be wrong with it
 */
export function lookedAt(op: string, verify?: Call['verify']): Pick<Call, 'keep' | 'verify'> {
  const keep = isLoad() ? forms[op]?.short : true;
  return { ...(keep ? { keep: 'text' } : {}), verify: (reply) => errorIn(op, reply) ?? verify?.(reply) };
}

/** An error that has the status of a success; undefined when it has none. */
export function errorIn(op: string, reply: Reply): 'false_success' | undefined {
  return isErrorAnswer(reply, forms[op]) ? 'false_success' : undefined;
}
