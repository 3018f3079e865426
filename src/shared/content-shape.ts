/**
 * Files of a form that services look at: each is valid, of exactly the size that is asked for, and holds a stamp of its own at a
 * place that is the same in all of its form. Sources: PNG (ISO/IEC 15948), JPEG (ITU-T T.81), PDF (ISO 32000-1), RFC 8259, RFC 4180. Pure.
 */
import type { ContentForm } from '../contract/contract.ts';
import { ascii } from './char-bytes.ts';
import { STAMP_BYTES, stamp, stampOf } from './content.ts';
import {
  chunkOf,
  crc32,
  joined,
  numbered,
  PNG_BEGIN,
  PNG_END,
  REST_OF_JPEG,
  shorter,
} from './image-parts.ts';

export interface Shape {
  bytes: Uint8Array;
  stampAt: number;
  /** A CRC-32 of these bytes stands behind them. */
  checked?: { from: number; to: number };
  /** Its stamp is written in blanks and tabs, a bit each: no text may stand there. */
  asBlanks?: true;
}

/** Where in a file of the form its stamp begins. */
export function stampAtOf(form: ContentForm): number {
  return PARTS[form](0)[0].length;
}

const EMPTY_STAMP = new Uint8Array(STAMP_BYTES).fill(0x2e);

/**
 * @param noise bytes to fill the file with
 * @throws when no file of the form is so small
 */
export function shapeOf(form: ContentForm, size: number, noise: (size: number) => Uint8Array): Shape {
  const [before, between, after] = PARTS[form](size);
  const room = size - before.length - STAMP_BYTES - between.length - after.length;
  if (room < 0) throw new Error(`a file of the form ${form} has at least ${size - room} bytes, not ${size}`);
  const isText = form === 'json' || form === 'csv' || form === 'text';
  const filler =
    FILLERS[form]?.(room, noise) ??
    (isText
      ? letters(noise(Math.max(1, room))).subarray(0, room)
      : noise(Math.max(1, room)).subarray(0, room));
  const bytes = joined([before, EMPTY_STAMP, between, filler, after]);
  const stampAt = before.length;
  if (form !== 'png') return { bytes, stampAt };
  const end = stampAt + STAMP_BYTES;
  return { bytes, stampAt, checked: { from: end - STAMP_BYTES - PNG_STAMP_HEAD, to: end } };
}

/** Writes into a file what it has for itself. */
export function stampShape({ bytes, stampAt, checked, asBlanks }: Shape, seed: number, name: string): void {
  if (asBlanks) bytes.set(blanksOf(stampOf(seed, name)), stampAt);
  else stamp(bytes.subarray(stampAt), seed, name);
  if (checked !== undefined) bytes.set(numbered(crc32(bytes.subarray(checked.from, checked.to))), checked.to);
}

/** A tab for each bit that is set, else a blank. */
function blanksOf(text: string): number[] {
  return [...text].flatMap((character) =>
    Array.from({ length: 8 }, (_, bit) => ((character.charCodeAt(0) >> bit) & 1 ? 0x09 : 0x20)),
  );
}

/** The type of the chunk and its keyword. */
const PNG_STAMP_HEAD = 12;
const JPEG_COMMENT = [0xff, 0xfe];

type Parts = [before: Uint8Array, between: Uint8Array, after: Uint8Array];

const PARTS: Record<ContentForm, (size: number) => Parts> = {
  png: () => [
    joined([PNG_BEGIN, numbered(8 + STAMP_BYTES), ascii('tEXtComment\0')]),
    new Uint8Array(4),
    PNG_END,
  ],
  jpeg: () => [
    Uint8Array.from([0xff, 0xd8, ...JPEG_COMMENT, ...shorter(STAMP_BYTES + 2)]),
    new Uint8Array(0),
    REST_OF_JPEG,
  ],
  pdf: pdfParts,
  json: () => [ascii('{"name":"'), ascii('","data":"'), ascii('"}')],
  csv: () => [ascii('name,data\n'), ascii(','), ascii('\n')],
  text: () => [new Uint8Array(0), ascii('\n'), ascii('\n')],
};

const FILLERS: Partial<
  Record<ContentForm, (room: number, noise: (size: number) => Uint8Array) => Uint8Array>
> = {
  png: (room, noise) => {
    if (room < PNG_CHUNK_BYTES) return new Uint8Array(0);
    return chunkOf('bbPd', noise(Math.max(1, room - PNG_CHUNK_BYTES)).subarray(0, room - PNG_CHUNK_BYTES));
  },
  jpeg: (room, noise) => {
    const parts: Uint8Array[] = [];
    for (let left = room; left > 0; ) {
      // What is left over must have room for the head of a segment.
      const size = left > MAX_SEGMENT ? Math.min(MAX_SEGMENT, left - SEGMENT_HEAD) : left;
      const body = noise(Math.max(1, size - SEGMENT_HEAD)).subarray(0, Math.max(0, size - SEGMENT_HEAD));
      parts.push(Uint8Array.from([...JPEG_COMMENT, ...shorter(body.length + 2)]), body);
      left -= SEGMENT_HEAD + body.length;
    }
    return joined(parts);
  },
};
const PNG_CHUNK_BYTES = 12;
const MAX_SEGMENT = 65_537;
const SEGMENT_HEAD = 4;

/** One empty page, and a stream that nothing refers to. Numbers have leading zeros, so that their length is the same in all. */
function pdfParts(size: number): Parts {
  const before = ascii('%PDF-1.4\n%');
  const objects = [
    '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n',
    '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n',
    '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n',
  ];
  const stampEnd = before.length + STAMP_BYTES;
  const build = (length: number): Parts => {
    const head = `\n${objects.join('')}4 0 obj\n<</Length ${tenDigits(length)}>>\nstream\n`;
    const offsets: number[] = [];
    let at = stampEnd + 1;
    for (const object of objects) {
      offsets.push(at);
      at += object.length;
    }
    const end = '\nendstream\nendobj\n';
    const xrefAt = stampEnd + head.length + Math.max(0, length) + end.length;
    const rows = [...offsets, at].map((offset) => `${tenDigits(offset)} 00000 n \n`).join('');
    const tail = `${end}xref\n0 5\n0000000000 65535 f \n${rows}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n${tenDigits(xrefAt)}\n%%EOF\n`;
    return [before, ascii(head), ascii(tail)];
  };
  const [, head, tail] = build(0);
  return build(size - stampEnd - head.length - tail.length);
}

function tenDigits(value: number): string {
  return String(Math.max(0, value)).padStart(10, '0');
}

function letters(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => 0x61 + (byte & 15));
}
