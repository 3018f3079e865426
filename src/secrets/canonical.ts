/**
 * What a text says when every layer of escaping is taken off: percent-encoding (RFC 3986 §2.1, and + of forms), escapes of
 * JSON, JavaScript and Python, and character references of HTML. A secret and a text that holds it in any of these, also
 * mixed or one within the other, then read alike. Texts are bytes of UTF-8, a character each.
 */
import { ENTITIES } from './entities.ts';

export interface Canonical {
  text: string;
  /** Where the characters from `from` up to `to` stand in the text that was read. */
  rangeOf(from: number, to: number): [start: number, end: number];
}

/** Escapes within escapes within escapes: more layers than any log writes. */
const MAX_LAYERS = 5;

const ESCAPE = new RegExp(
  [
    '%u(?<code>[0-9a-f]{4})',
    '%(?<percent>[0-9a-f]{2})',
    String.raw`\\+u(?<high>d[89ab][0-9a-f]{2})\\+u(?<low>d[c-f][0-9a-f]{2})`,
    String.raw`\\+u(?<json>[0-9a-f]{4})`,
    String.raw`\\+u\{(?<braced>[0-9a-f]{1,6})\}`,
    String.raw`\\+x(?<byte>[0-9a-f]{2})`,
    String.raw`(?<white>\\+[nrt]|[\r\t])`,
    String.raw`(?<dropped>\\+)`,
    '&#x(?<hex>[0-9a-f]{1,6});?',
    '&#(?<decimal>[0-9]{1,7});?',
    '&(?<entity>[a-z]{2,8}[1-4]?);',
    String.raw`(?<plus>\+)`,
  ].join('|'),
  'gi',
);
const WHITE = '\n';

export function canonical(read: string): Canonical {
  let layer: Layer = { text: read };
  for (let depth = 0; depth < MAX_LAYERS; depth++) {
    const below = withoutLayer(layer);
    if (below === undefined) break;
    layer = below;
  }
  const { text, starts, ends } = layer;
  return {
    text,
    rangeOf: (from, to) => [starts?.[from] ?? from, ends?.[to - 1] ?? to],
  };
}

interface Layer {
  text: string;
  /** Where each character begins and ends in what was read; absent while nothing has changed. */
  starts?: number[];
  ends?: number[];
}

/** Undefined when there is no layer to take off. */
function withoutLayer({ text, starts: oldStarts, ends: oldEnds }: Layer): Layer | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  const parts: string[] = [];
  let from = 0;
  /** A backslash goes with the character behind it: without it that would mean something else. */
  let pending: number | undefined;
  const keep = (to: number) => {
    parts.push(text.slice(from, to));
    for (let at = from; at < to; at++) {
      starts.push(pending ?? oldStarts?.[at] ?? at);
      ends.push(oldEnds?.[at] ?? at + 1);
      pending = undefined;
    }
  };
  for (const match of text.matchAll(ESCAPE)) {
    const value = characterIn(match.groups ?? {});
    if (value === undefined) continue;
    const end = match.index + match[0].length;
    keep(match.index);
    const start = oldStarts?.[match.index] ?? match.index;
    if (value === '') pending ??= start;
    for (let at = 0; at < value.length; at++) {
      starts.push(pending ?? start);
      ends.push(oldEnds?.[end - 1] ?? end);
      pending = undefined;
    }
    parts.push(value);
    from = end;
  }
  if (from === 0) return undefined;
  keep(text.length);
  return { text: parts.join(''), starts, ends };
}

function characterIn(groups: Record<string, string | undefined>): string | undefined {
  const { code, percent, high, low, json, braced, byte, white, dropped, hex, decimal, entity, plus } = groups;
  if (white !== undefined) return WHITE;
  if (dropped !== undefined) return '';
  if (plus !== undefined) return ' ';
  const oneByte = percent ?? byte;
  if (oneByte !== undefined) return String.fromCharCode(Number.parseInt(oneByte, 16));
  if (entity !== undefined) return bytesOf(ENTITIES[entity] ?? ENTITIES[entity.toLowerCase()]);
  if (high !== undefined && low !== undefined)
    return bytesOf(String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)));
  const number = code ?? json ?? braced ?? hex;
  return characterOf(number === undefined ? Number(decimal) : Number.parseInt(number, 16));
}

/** Undefined for a number that no character has; it stays as it stands. */
function characterOf(code: number): string | undefined {
  return code > 0x10ffff ? undefined : bytesOf(String.fromCodePoint(code));
}

function bytesOf(character: string | undefined): string | undefined {
  return character === undefined ? undefined : Buffer.from(character, 'utf8').toString('latin1');
}
