/** Why a value of an answer cannot be used, with its place: what is there is never told as absent. Pure. */
import type { ValueSource } from '../../contract/contract.ts';
import { type AnswerParts, exactAt, headerNamed, parsed } from './answer-value.ts';

/** The end of a sentence that begins with what the value is: "the version ". */
export function valueFault(
  source: ValueSource | 'text',
  { body, headers }: AnswerParts,
  mostChars: number,
): string {
  const text = typeof body === 'string' ? body : '';
  if (source === 'text') return faultOf(text.trim(), 'in the answer', mostChars);
  if ('header' in source)
    return faultOf(headerNamed(headers, source.header), `in the header ${source.header}`, mostChars);
  if (parsed(text) === undefined) return `at ${source.json} is not there: the answer is no JSON`;
  return faultOf(exactAt(text, source.json), `at ${source.json}`, mostChars);
}

function faultOf(value: unknown, place: string, mostChars: number): string {
  if (value === undefined) return `${place} is not there`;
  if (value === '') return `${place} is an empty text`;
  if (typeof value === 'number')
    return `${place} is a number with a fraction; ask the service for a whole number or a text`;
  if (typeof value !== 'string' && typeof value !== 'bigint')
    return `${place} is ${kindOf(value)}; expected a text or a whole number`;
  const { length } = String(value);
  if (length > mostChars) return `${place} has ${length} characters; up to ${mostChars} can be used`;
  return `${place} has characters that cannot stand in a later request`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'boolean' ? String(value) : 'an object';
}
