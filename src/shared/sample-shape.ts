/**
 * A file of the user's own, with room for a stamp where that leaves it valid: a text chunk of PNG (ISO/IEC 15948), a comment
 * behind the end of a PDF (ISO 32000-1, 7.2.4), white space behind JSON (RFC 8259), one more row of a CSV (RFC 4180). Pure.
 */
import { ascii, charsOf } from './char-bytes.ts';
import { STAMP_BYTES } from './content.ts';
import type { Shape } from './content-shape.ts';
import { joined, numbered, PNG_BEGIN } from './image-parts.ts';

/** Signature and first chunk. */
const PNG_HEAD_BYTES = 33;
const SIGNATURE_BYTES = 8;
const BITS = 8;
const CHUNK_BYTES = 4096;
const DELIMITERS = [',', ';', '\t'];
/** A text that is no number, date or truth: another text in its place is as good. */
const IS_FREE = /^(?=.*[A-Za-z]{2})[^"]*$/;
const IS_FIXED = /^(true|false|yes|no|null|nan)$|\d{4}-\d\d/i;
/** A row of a CSV is looked for in the last part of it. */
const TAIL_BYTES = 8 * 1024;
/** A table has no control characters but these. */
const IS_TEXT = /^[\t\n\r\x20-\xff]*$/;

/** Undefined where it cannot be varied: it is then sent as it is, the same each time. */
export function sampleShape(sample: Uint8Array): Shape | undefined {
  if (startsWith(sample, PNG_BEGIN.subarray(0, SIGNATURE_BYTES))) return pngShape(sample);
  if (startsWith(sample, ascii('%PDF-'))) return stampedBehind(sample, '\n%', '\n');
  if (isJson(sample)) {
    const bytes = joined([sample, ascii('\n'), new Uint8Array(STAMP_BYTES * BITS).fill(SPACE)]);
    return { bytes, stampAt: sample.length + 1, asBlanks: true };
  }
  return csvShape(sample);
}

const SPACE = 0x20;

function pngShape(sample: Uint8Array): Shape {
  const head = ascii('tEXtComment\0');
  const room = new Uint8Array(STAMP_BYTES + 4);
  const before = joined([sample.subarray(0, PNG_HEAD_BYTES), numbered(8 + STAMP_BYTES), head]);
  const end = before.length + STAMP_BYTES;
  return {
    bytes: joined([before, room, sample.subarray(PNG_HEAD_BYTES)]),
    stampAt: before.length,
    checked: { from: before.length - head.length, to: end },
  };
}

function stampedBehind(sample: Uint8Array, before: string, after: string): Shape {
  const begin = joined([sample, ascii(before)]);
  return { bytes: joined([begin, new Uint8Array(STAMP_BYTES), ascii(after)]), stampAt: begin.length };
}

/** A copy of the last row with the stamp in place of its longest free text. */
function csvShape(sample: Uint8Array): Shape | undefined {
  const text = textOf(sample.subarray(Math.max(0, sample.length - TAIL_BYTES)));
  if (!IS_TEXT.test(text + textOf(sample.subarray(0, TAIL_BYTES)))) return undefined;
  const rows = text.split(/\r?\n/).filter((row) => row !== '');
  const last = rows.at(-1) ?? '';
  const delimiter = DELIMITERS.find(
    (each) => countIn(last, each) > 0 && countIn(rows.at(-2) ?? '', each) === countIn(last, each),
  );
  if (delimiter === undefined || last.includes('"')) return undefined;
  const fields = last.split(delimiter);
  const free = fields.filter((field) => IS_FREE.test(field) && !IS_FIXED.test(field));
  const longest = free.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) return undefined;
  const at = fields.indexOf(longest);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const before = fields
    .slice(0, at)
    .map((field) => field + delimiter)
    .join('');
  const after = fields
    .slice(at + 1)
    .map((field) => delimiter + field)
    .join('');
  return stampedBehind(sample, `${text.endsWith('\n') ? '' : newline}${before}`, `${after}${newline}`);
}

/** By its ends alone: white space behind what is none does it no harm, and each user of a load looks at it anew. */
function isJson(sample: Uint8Array): boolean {
  const ends = [sample.find(isInk), sample.findLast(isInk)]
    .map((byte) => String.fromCharCode(byte ?? SPACE))
    .join('');
  return ends === '{}' || ends === '[]';
}

function isInk(byte: number): boolean {
  return byte > SPACE;
}

/** One character a byte: what is looked for is ASCII. */
function textOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    text += charsOf(bytes.subarray(at, at + CHUNK_BYTES));
  return text;
}

function startsWith(bytes: Uint8Array, begin: Uint8Array): boolean {
  return bytes.length > begin.length && begin.every((byte, index) => bytes[index] === byte);
}

function countIn(text: string, what: string): number {
  return text.split(what).length - 1;
}
