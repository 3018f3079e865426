/**
 * One line of history.ndjson. JSON.parse takes longer for a million lines than all checks together, so that the form in
 * which our own scripts write (no spaces, keys of one letter, whole numbers) is read byte by byte, and any other by it.
 */
import type { HistoryRecord } from '../../contract/contract.ts';
import { OP, type Operation, OUTCOME } from './history.ts';
import type { Texts } from './texts.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
/** Less is a control character, which stands in no JSON string. */
const SPACE = 0x20;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const CARRIAGE_RETURN = 0x0d;
/** The most that a 32-bit column holds. */
const MAX_CLIENT = 0x7fff_ffff;

/** Fills `into` and says true, or false when the line is no record. */
export function parseLine(buffer: Buffer, from: number, to: number, texts: Texts, into: Operation): boolean {
  const end = buffer[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
  if (buffer[from] !== OPEN) return false;
  return parseOwnForm(buffer, from, end, texts, into) || parseAnyForm(buffer, from, end, texts, into);
}

function parseOwnForm(buffer: Buffer, from: number, end: number, texts: Texts, into: Operation): boolean {
  clear(into);
  let at = from + 1;
  while (at + 4 < end) {
    if (buffer[at] !== QUOTE || buffer[at + 2] !== QUOTE || buffer[at + 3] !== COLON) return false;
    const letter = buffer[at + 1] ?? 0;
    at += 4;
    if (buffer[at] === QUOTE) {
      const close = closingQuote(buffer, at + 1, end);
      if (close === -1 || !setText(buffer, at + 1, close, letter, texts, into)) return false;
      at = close + 1;
    } else {
      const first = at;
      let number = 0;
      for (let byte = buffer[at] ?? 0; byte >= ZERO && byte <= NINE; byte = buffer[++at] ?? 0)
        number = number * 10 + byte - ZERO;
      if (at === first || !setNumber(letter, number, into)) return false;
    }
    const next = buffer[at++];
    if (next === CLOSE) return at === end && isComplete(into);
    if (next !== COMMA) return false;
  }
  return false;
}

/** Where the string ends; -1 when it does not, is none of JSON, or has an escape that can be written in another way too. */
function closingQuote(buffer: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = buffer[at] ?? 0;
    if (byte === QUOTE) return at;
    if (byte < SPACE) return -1;
    if (byte !== BACKSLASH) continue;
    at++;
    if (buffer[at] !== QUOTE && buffer[at] !== BACKSLASH) return -1;
  }
  return -1;
}

const LETTER = Object.fromEntries([...'ckobesvxrf'].map((letter) => [letter, letter.charCodeAt(0)]));
const { c: C, k: K, o: O, b: B, e: E, s: S, v: V, x: X, r: R, f: F } = LETTER;
/** Of Operation.seen, for the fields that no record lacks. */
const [HAS_C, HAS_K, HAS_O, HAS_B, HAS_E, HAS_S] = [1, 2, 4, 8, 16, 32];
const HAS_ALL = 63;

function clear(into: Operation): void {
  into.seen = 0;
  into.version = into.value = into.base = 0;
  into.isFinal = false;
}

function isComplete({ seen, key }: Operation): boolean {
  return seen === HAS_ALL && key !== 0;
}

function setNumber(letter: number, number: number, into: Operation): boolean {
  if (letter === C && Number.isInteger(number) && number <= MAX_CLIENT) {
    into.client = number;
    into.seen |= HAS_C;
  } else if (letter === B && Number.isSafeInteger(number)) {
    into.begin = number;
    into.seen |= HAS_B;
  } else if (letter === E && Number.isSafeInteger(number)) {
    into.end = number;
    into.seen |= HAS_E;
  } else if (letter === F && number === 1) into.isFinal = true;
  else return false;
  return true;
}

function setText(
  buffer: Buffer,
  from: number,
  to: number,
  letter: number,
  texts: Texts,
  into: Operation,
): boolean {
  if (letter === O) {
    into.op = wordAt(buffer, from, to, OPS);
    into.seen |= HAS_O;
    return into.op !== -1;
  }
  if (letter === S) {
    into.outcome = wordAt(buffer, from, to, OUTCOMES);
    into.seen |= HAS_S;
    return into.outcome !== -1;
  }
  if (letter !== K && letter !== V && letter !== X && letter !== R) return false;
  const text = from === to ? 0 : texts.numberOf(buffer, from, to);
  if (letter === K) {
    into.key = text;
    into.seen |= HAS_K;
  } else if (letter === V) into.version = text;
  else if (letter === X) into.value = text;
  else into.base = text;
  return true;
}

const OPS = Object.keys(OP).map((word) => Buffer.from(word));
const OUTCOMES = Object.keys(OUTCOME).map((word) => Buffer.from(word));

function wordAt(buffer: Buffer, from: number, to: number, words: Buffer[]): number {
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || word.length !== to - from) continue;
    let at = 0;
    while (at < word.length && word[at] === buffer[from + at]) at++;
    if (at === word.length) return index;
  }
  return -1;
}

/** The same fields, in any JSON. */
function parseAnyForm(buffer: Buffer, from: number, end: number, texts: Texts, into: Operation): boolean {
  const record = parsed(buffer.toString('utf8', from, end));
  if (record === undefined) return false;
  clear(into);
  for (const [name, value] of Object.entries(record)) {
    const letter = LETTER[name];
    if (letter === undefined) continue;
    if (typeof value === 'number' && value >= 0) {
      if (!setNumber(letter, value, into)) return false;
    } else if (typeof value === 'string') {
      const raw = Buffer.from(JSON.stringify(value)); // as it stands in our own form
      if (!setText(raw, 1, raw.length - 1, letter, texts, into)) return false;
    } else return false;
  }
  return isComplete(into);
}

function parsed(text: string): Partial<HistoryRecord> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
