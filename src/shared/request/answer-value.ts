/** Takes one short value, such as an id or a token, out of an answer. Nothing in an answer is trusted. Pure. */

import type { ValueSource } from '../../contract/contract.ts';
import { withoutEndSlashes } from './end-slashes.ts';
import { parseJson, parseMarked, unmarked } from './long-numbers.ts';

export interface AnswerParts {
  /** Text of the body, when it was kept. */
  body?: unknown;
  /** As k6 has them, by canonical name: `X-File-Id`. */
  headers: Record<string, string>;
}

/** Undefined when it is not there, or is no text or whole number of 1 to `mostChars` characters. */
export function answerValue(
  source: ValueSource | 'text',
  { body, headers }: AnswerParts,
  mostChars: number,
): string | undefined {
  const text = typeof body === 'string' ? body : '';
  const found =
    source === 'text'
      ? text.trim()
      : 'json' in source
        ? valueAt(parsed(text), source.json)
        : lastSegment(headerNamed(headers, source.header));
  const value = Number.isSafeInteger(found) ? String(found) : found;
  return typeof value === 'string' && value.length >= 1 && value.length <= mostChars ? value : undefined;
}

/** Undefined when the text is no JSON. A whole number that no double can hold is the text of its digits. */
export function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** What stands at a dotted path of a text in JSON, a long number being a bigint; undefined when there is nothing. */
export function exactAt(text: string, path: string): unknown {
  try {
    return unmarked(valueAt(parseMarked(text), path));
  } catch {
    return undefined;
  }
}

/** What stands at a dotted path: `items.0.id`, also written `items[0].id`; the empty path is the value itself. */
export function valueAt(value: unknown, path: string): unknown {
  const keys = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  let at = value;
  for (const key of keys.filter((each) => each !== '')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** Whatever the case of its name. */
export function headerNamed(headers: Record<string, string>, name: string): string | undefined {
  const usual = headers[name];
  if (usual !== undefined) return usual;
  const wanted = name.toLowerCase();
  return Object.entries(headers).find(([each]) => each.toLowerCase() === wanted)?.[1];
}

/** Of a Location, the part that names the file; the whole of anything else without a slash. */
function lastSegment(value: string | undefined): string | undefined {
  const path = value?.trim().replace(/[?#].*$/s, '');
  const segment = path === undefined ? undefined : withoutEndSlashes(path).split('/').pop();
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return segment; // a percent sign that encodes nothing
  }
}

/** The control characters C0, DEL and C1, and the halves of characters that need two units of UTF-16. */
const UNSENDABLE: [from: number, to: number][] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xd800, 0xdfff],
];

/**
 * Whether a later request can carry a text in its path or a header. Looks at codes: k6 v2.2 takes the `\p{Cc}` of a regular
 * expression for letters.
 */
export function isSendable(text: string): boolean {
  return [...text].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return !UNSENDABLE.some(([from, to]) => code >= from && code <= to);
  });
}
