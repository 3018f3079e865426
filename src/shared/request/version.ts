/** Takes a version token out of an answer, verbatim. Nothing in an answer is trusted. Pure. */
import type { ValueSource } from '../../contract/contract.ts';
import { type AnswerParts, exactAt, headerNamed, isSendable } from './answer-value.ts';

/** A number was one in JSON, and goes back as one, digit for digit. */
export type Version = string | number | bigint;

/** Longer than a CouchDB revision or a digest in hex. */
export const MAX_VERSION_CHARS = 256;

/** Undefined when there is none, or none that can be sent back. */
export function versionIn(source: ValueSource, { body, headers }: AnswerParts): Version | undefined {
  const found =
    'json' in source
      ? exactAt(typeof body === 'string' ? body : '', source.json)
      : headerNamed(headers, source.header);
  if (typeof found === 'number') return Number.isSafeInteger(found) ? found : undefined;
  if (typeof found === 'bigint') return String(found).length <= MAX_VERSION_CHARS ? found : undefined;
  const isToken = typeof found === 'string' && found.length >= 1 && found.length <= MAX_VERSION_CHARS;
  return isToken && isSendable(found) ? found : undefined;
}
