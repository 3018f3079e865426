/**
 * What must be in no log, result, report or terminal: the secrets that this process was given or has been told, whatever
 * they are encoded as when they come back. There is one set of them, because there is one environment that they come from.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../root.ts';
import { canonical } from './canonical.ts';
import { hideCredentials } from './credentials.ts';
import { type Finder, merged, newFinder, type Range } from './finder.ts';
import { formsOf } from './forms.ts';
import { HIDDEN } from './hidden.ts';

/** Of one or two characters every text has some: they cannot be hidden. */
const MIN_CHARS = 3;
/** Users of a load have a token each. */
const MAX_SECRETS = 10_000;

/** A byte in the longest of usual escapes, `\\u00e9` or `&amp;#xe9;`. */
const MAX_ESCAPE_BYTES = 12;

const known = new Set<string>();
let longest = 0;
/** Those that we never write ourselves, and the words that we do. */
const [secrets, words]: [Finder, Finder] = [newFinder(), newFinder()];

/** From now on it is hidden. Values of one or two characters are not. */
export function keepSecret(secret: string): void {
  if (secret.length < MIN_CHARS || known.has(secret) || known.size >= MAX_SECRETS) return;
  known.add(secret);
  longest = Math.max(longest, Buffer.byteLength(secret));
  const common = isOwnWord(secret);
  for (const form of formsOf(secret, common)) (common ? words : secrets).add(form);
}

/** Text that others have written, such as a service, without secrets and without what looks like a credential. */
export function hideSecrets(text: string): string {
  return inBytes(hideCredentials(text), (bytes) => cutOut(bytes, secretsIn(bytes)));
}

/** The same of bytes of UTF-8, each a character of a text. */
export function hideInBytes(bytes: string): string {
  const text = hideCredentials(bytes);
  return cutOut(text, secretsIn(text));
}

/** Text of ours, which may repeat what others have written. A secret that is a word of ours as well stays. */
export function hideInOwnText(text: string): string {
  return inBytes(text, (bytes) => cutOut(bytes, rangesIn(bytes, [secrets])));
}

/** A record of ours, of whose texts the same holds. */
export function hideInOwnRecord<T>(record: T): T {
  return known.size === 0 ? record : mapped(record, hideInOwnText);
}

/** Where secrets stand in bytes that others have written, each a character. */
export function secretsIn(bytes: string): Range[] {
  return rangesIn(bytes, [secrets, words]);
}

/** The most bytes that a secret may be written in. */
export function longestWritten(): number {
  return MAX_ESCAPE_BYTES * longest;
}

/** Whether there are any; what only looks like a credential is not known. */
export function hasSecrets(): boolean {
  return known.size > 0;
}

function inBytes(text: string, change: (bytes: string) => string): string {
  if (known.size === 0) return text;
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const changed = change(bytes);
  return changed === bytes ? text : Buffer.from(changed, 'latin1').toString('utf8');
}

function cutOut(bytes: string, ranges: Range[]): string {
  let from = 0;
  const parts = ranges.map(([start, end]) => {
    const before = bytes.slice(from, start);
    from = end;
    return before + HIDDEN;
  });
  return parts.join('') + bytes.slice(from);
}

function rangesIn(bytes: string, finders: Finder[]): Range[] {
  const plain = finders.flatMap((finder) => finder.find(bytes));
  const read = canonical(bytes);
  if (read.text === bytes) return merged(plain);
  const decoded = finders.flatMap((finder) => finder.find(read.text));
  return merged([...plain, ...decoded.map(([from, to]) => read.rangeOf(from, to))]);
}

function mapped<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((each) => mapped(each, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [change(key), mapped(each, change)]);
  return Object.fromEntries(entries) as T;
}

let ownText: string | undefined;

/**
 * Whether our own program says this: a password such as `healthy` would else be cut out of every verdict. What others
 * say is cleared of it all the same.
 */
function isOwnWord(secret: string): boolean {
  ownText ??= readOwnText();
  const text = ownText;
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + 1)) {
    const isPart = /\w/.test(text.charAt(at - 1)) || /\w/.test(text.charAt(at + secret.length));
    if (!isPart) return true;
  }
  return false;
}

function readOwnText(): string {
  try {
    return readFileSync(join(PROJECT_ROOT, 'dist', 'main.mjs'), 'utf8');
  } catch {
    return ''; // our tests run from the sources
  }
}
