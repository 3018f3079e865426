/** What a step takes out of an answer, and what it asserts of it. Nothing in an answer is trusted. Pure. */
import type { JourneyAssertion, JourneyStep, ValueSource } from '../../contract/contract.ts';
import { type AnswerParts, answerValue, exactAt, isSendable, parsed, valueAt } from './answer-value.ts';
import { fitsPath } from './stored-file.ts';
import { fillJson, type Values } from './template.ts';

/** Longer than a JWT with many claims. */
const MAX_CHARS = 16 * 1024;

/** What is wrong with an answer, by its place in the step. */
export type AnswerFault = { missing: string; source: ValueSource } | { broken: JourneyAssertion };

/**
 * Takes the captures of a step over into the values and looks whether its assertions hold.
 * @param values what is known, which an assertion may expect; the captured values are added
 * @returns the first fault
 */
export function answerFault(
  { capture = {}, assert = [] }: JourneyStep,
  answer: AnswerParts,
  values: Values,
): AnswerFault | undefined {
  for (const [missing, source] of Object.entries(capture)) {
    const value = capturedValue(source, answer);
    if (value === undefined) return { missing, source };
    values[missing] = value;
  }
  if (assert.length === 0) return undefined;
  const content = parsed(typeof answer.body === 'string' ? answer.body : '');
  // Nothing can be said of an answer that is no JSON, not even that something is absent.
  const broken = assert.find(
    (each) => content === undefined || !holds(each, valueAt(content, each.json), values),
  );
  return broken === undefined ? undefined : { broken };
}

/** Whether a step looks into the body of its answer. */
export function readsBody({ capture = {}, assert = [] }: JourneyStep): boolean {
  return assert.length > 0 || Object.values(capture).some((source) => 'json' in source);
}

/** Undefined when it is not there, or is no text or whole number that a later request can carry. */
function capturedValue(source: ValueSource, answer: AnswerParts): string | number | bigint | undefined {
  const text = answerValue(source, answer, MAX_CHARS);
  if (text === undefined || !isSendable(text) || !fitsPath(text)) return undefined;
  if (!('json' in source)) return text;
  const value = exactAt(String(answer.body), source.json);
  return typeof value === 'number' || typeof value === 'bigint' ? value : text;
}

function holds(assertion: JourneyAssertion, value: unknown, values: Values): boolean {
  if ('exists' in assertion) return (value !== undefined && value !== null) === assertion.exists;
  if ('equals' in assertion) return isEqual(value, fillJson(assertion.equals, values));
  const size = Array.isArray(value) ? value.length : value;
  return typeof size === 'number' && size >= assertion.atLeast;
}

/** A captured number stands in texts too: `"7"` is what `{id}` was when it was 7. */
function isEqual(value: unknown, expected: unknown): boolean {
  return (
    value === expected ||
    ((typeof expected === 'number' || typeof expected === 'bigint') && value === String(expected))
  );
}
