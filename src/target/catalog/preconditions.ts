/** Preconditions of a request as RFC 9110, section 13.1 has them; an entity tag here is a version in quotes. */
import type { IncomingHttpHeaders } from 'node:http';
import { ServiceError } from '../service-error.ts';
import type { Expected } from './catalog-store.ts';

/** etagc of section 8.8.3: anything visible but a quote, which also takes in commas. */
const TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
/** Stands for a tag where the commas between them are looked at; no header has it. */
const PLACE = '\0';
const VERSION = /^[1-9]\d{0,15}$/;

/** The entity tag of a version. */
export function tagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The versions that If-Match accepts, undefined without it. It compares strongly: a weak tag never matches.
 * @throws ServiceError bad_request
 */
export function ifMatch(headers: IncomingHttpHeaders): Expected | undefined {
  const text = headers['if-match'];
  if (text === undefined) return undefined;
  return text.trim() === '*' ? 'any' : versionsOf('If-Match', text, false);
}

/**
 * The versions that If-None-Match refuses, undefined without it. It compares weakly: W/"1" is "1".
 * @throws ServiceError bad_request
 */
export function ifNoneMatch(headers: IncomingHttpHeaders): Expected | undefined {
  const text = headers['if-none-match'];
  if (text === undefined) return undefined;
  return text.trim() === '*' ? 'any' : versionsOf('If-None-Match', text, true);
}

/** Whether a list of versions takes in this one. */
export function matches(expected: Expected, version: number): boolean {
  return expected === 'any' || expected.includes(version);
}

/** A tag that is none of ours is valid and matches nothing. */
function versionsOf(header: string, text: string, weakToo: boolean): number[] {
  if (!isTagList(text))
    throw new ServiceError(
      'bad_request',
      `${header}: ${text.slice(0, 100)} is no list of entity tags; send * or a version in quotes, such as "1"`,
    );
  return [...text.matchAll(TAG)].flatMap(([, weak, tag = '']) =>
    VERSION.test(tag) && (weakToo || weak === undefined) ? Number(tag) : [],
  );
}

/** Empty elements of a list are to be overlooked (RFC 9110, section 5.6.1.2). */
function isTagList(text: string): boolean {
  const elements = text
    .replaceAll(TAG, PLACE)
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
  return elements.length > 0 && elements.every((element) => element === PLACE);
}
