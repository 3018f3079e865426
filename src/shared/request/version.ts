/** Takes a version token out of an answer, verbatim. Nothing in an answer is trusted. Pure. */
import type { ValueSource } from '../../contract/contract.ts';
import { type AnswerParts, headerNamed, isSendable, parsed, valueAt } from './answer-value.ts';

/** A number was one in JSON, and goes back as one. */
export type Version = string | number;

/** Longer than a CouchDB revision or a digest in hex. */
const MOST_VERSION_CHARS = 256;

/** Undefined when there is none, or none that can be sent back. */
export function versionIn(source: ValueSource, { body, headers }: AnswerParts): Version | undefined {
  const found =
    'json' in source
      ? valueAt(parsed(typeof body === 'string' ? body : ''), source.json)
      : headerNamed(headers, source.header);
  if (typeof found === 'number') return Number.isSafeInteger(found) ? found : undefined;
  const isToken = typeof found === 'string' && found.length >= 1 && found.length <= MOST_VERSION_CHARS;
  return isToken && isSendable(found) ? found : undefined;
}
