/** A dataset that a store has, by what later requests about it send. Pure. */
import type { CatalogCreate, ValueSource } from '../../contract/contract.ts';
import { type AnswerParts, answerValue, exactAt, isSendable } from './answer-value.ts';
import { fitsPath, MAX_ID_CHARS } from './stored-file.ts';
import type { Values } from './template.ts';
import { valueFault } from './value-fault.ts';

export interface Dataset {
  /** Ours. */
  name: string;
  /** The service's; where it gives none, the name. */
  id: string;
  /** What else its create was answered with; a number was one in JSON, of whatever length. */
  captured?: Record<string, string | { number: string }>;
}

export function valuesOf({ name, id, captured = {} }: Dataset): Values {
  const values = Object.entries(captured).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : BigInt(value.number),
  ]);
  return { ...Object.fromEntries(values), name, id };
}

/** What a create was answered with. @returns the end of a sentence about the first value that cannot be used */
export function createdIn(
  { id, capture = {} }: CatalogCreate,
  name: string,
  answer: AnswerParts,
): Dataset | { fault: string } {
  const known = id === undefined ? name : answerValue(id, answer, MAX_ID_CHARS);
  if (known === undefined || !fitsPath(known) || !isSendable(known))
    return { fault: `the id ${valueFault(id ?? 'text', answer, MAX_ID_CHARS)}` };
  const captured: NonNullable<Dataset['captured']> = {};
  for (const [key, source] of Object.entries(capture)) {
    const value = capturedValue(source, answer);
    if (value === undefined)
      return { fault: `the value of ${key} ${valueFault(source, answer, MAX_ID_CHARS)}` };
    captured[key] = value;
  }
  return { name, id: known, ...(Object.keys(captured).length === 0 ? {} : { captured }) };
}

function capturedValue(source: ValueSource, answer: AnswerParts): string | { number: string } | undefined {
  const text = answerValue(source, answer, MAX_ID_CHARS);
  if (text === undefined || !isSendable(text)) return undefined;
  if (!('json' in source)) return text;
  const isText = typeof exactAt(String(answer.body), source.json) === 'string';
  return isText ? text : { number: text };
}
