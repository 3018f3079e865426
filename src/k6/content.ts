/**
 * File content that can be made again anywhere from its name and size alone, so that a download is checked without
 * keeping what was uploaded. One buffer a size and VU is stamped anew for each file: k6 copies a body when it sends it.
 */
import crypto from 'k6/crypto';
import type { ErrorKind } from '../contract/contract.ts';
import { charsOf, putChars } from '../shared/char-bytes.ts';
import { noise, STAMP_BYTES, stampIn } from '../shared/content.ts';
import { type Shape, shapeOf, stampAtOf, stampShape } from '../shared/content-shape.ts';
import { joinedCrc, operatorOf } from '../shared/crc-join.ts';
import { crc32 } from '../shared/image-parts.ts';
import { sampleShape } from '../shared/sample-shape.ts';
import { routes, seed } from './parameters.ts';

/** By size. */
const kept: Record<number, { file: Shape; buffer: ArrayBuffer }> = {};
/** By size: the part behind what a file has for itself. */
const tails: Record<number, { crc: number; operator: number[] }> = {};
/** Behind the stamp of a PNG. */
const CHECK_BYTES = 4;
const { content: form, sample: sampleFile } = routes.upload ?? {};
const sample = sampleFile === undefined ? undefined : new Uint8Array(open(sampleFile, 'b'));
const varied = sample === undefined ? undefined : sampleShape(sample);
const STAMP_AT = varied?.stampAt ?? (form === undefined ? 0 : stampAtOf(form));
/** Noise that begins with the stamp. */
const isUsual = form === undefined && sample === undefined;

/** How long a file is that a scenario wants with this size: that of the user's own is as long as it is. */
export function sizeOf(wanted: number): number {
  checkSize(wanted);
  return (varied?.bytes ?? sample)?.length ?? wanted;
}

/** The bytes of a file; valid until the next call with the same size. */
export function contentOf(name: string, size: number): ArrayBuffer {
  const { file, buffer } = kept[size] ?? keep(size);
  stampFile(file, name, size);
  return buffer;
}

/** A file of this size without its stamp; not to be written to. */
export function blankFile(size: number): Shape {
  if (varied !== undefined) return varied;
  if (sample !== undefined) return { bytes: sample, stampAt: 0 };
  return form === undefined ? { bytes: fill(size), stampAt: 0 } : shapeOf(form, size, fill);
}

/** Writes into a file what it has for itself. */
export function stampFile(file: Shape, name: string, size: number): void {
  const text = ownText(name, size);
  if (text !== undefined) putChars(file.bytes, 0, text);
  else if (sample === undefined || varied !== undefined) stampShape(file, seed, name);
}

/** What a file has for itself, where that is text at its beginning. */
export function ownText(name: string, size: number): string | undefined {
  return isUsual ? stampIn(size, seed, name) : undefined;
}

/** How many bytes at the beginning of a file hold all that it has for itself. */
function ownBytes(size: number): number {
  return varied?.asBlanks ? size : Math.min(size, STAMP_AT + STAMP_BYTES + CHECK_BYTES);
}

/** CRC-32 of the bytes of a file: what all files of a size have in common is read once. */
export function contentCrc(name: string, size: number): number {
  const bytes = new Uint8Array(contentOf(name, size));
  const own = ownBytes(size);
  const common = tails[size] ?? { crc: crc32(bytes.subarray(own)), operator: operatorOf(size - own) };
  tails[size] = common;
  return joinedCrc(crc32(bytes.subarray(0, own)), common.crc, common.operator);
}

/**
 * Whether bytes have at its place what only that file has. What comes after may be damaged: they are that file's all the same.
 * A file that is sent as it is may be anybody's.
 */
export function isStamped(bytes: Uint8Array, name: string): boolean {
  if (sample !== undefined && varied === undefined) return false;
  if (varied?.asBlanks) return sameBytes(bytes, contentOf(name, varied.bytes.length));
  return charsOf(bytes.subarray(STAMP_AT, STAMP_AT + STAMP_BYTES)) === stampIn(STAMP_BYTES, seed, name);
}

/**
 * Types are not looked at when a scenario is bundled, and the service must not be blamed for what its script got wrong.
 * @throws when no file can have this size
 */
export function checkSize(size: number): void {
  if (Number.isInteger(size) && size > 0) return;
  throw new Error(
    `the size of a file is ${size}; expected a whole number of bytes, as in upload(name, 1024)`,
  );
}

/** SHA-256 of what all files of a size have in common, by size. */
const commonHashes: Record<number, string> = {};

/**
 * What is wrong with bytes that should be that file's; compared by SHA-256. Of the usual content only what is the file's own and
 * the hash of the rest are held against it: a VU that only reads needs no buffer of it.
 */
export function contentFault(bytes: Uint8Array, name: string, size: number): ErrorKind | undefined {
  const { length } = bytes;
  if (length < size) return 'short_body';
  const isRight =
    isUsual && size > STAMP_BYTES
      ? length === size && isStamped(bytes, name) && hashBehindStamp(bytes) === commonHash(size)
      : sameBytes(bytes, contentOf(name, size));
  return isRight ? undefined : 'wrong_bytes';
}

function commonHash(size: number): string {
  const hash = commonHashes[size] ?? hashBehindStamp(kept[size]?.file.bytes ?? fill(size));
  commonHashes[size] = hash;
  return hash;
}

function hashBehindStamp(bytes: Uint8Array): string {
  return hashOf(bytes.subarray(STAMP_BYTES));
}

function sameBytes(some: Uint8Array, others: ArrayBuffer): boolean {
  return some.length === others.byteLength && hashOf(some) === crypto.sha256(others, 'hex');
}

/** Of a view k6 takes the bytes that it shows (sobek, typedArrayObject.export), which its types do not know. */
function hashOf(bytes: Uint8Array): string {
  return crypto.sha256(bytes as unknown as ArrayBuffer, 'hex');
}

function keep(size: number): { file: Shape; buffer: ArrayBuffer } {
  const file = blankFile(size);
  const made = { file, buffer: file.bytes.buffer as ArrayBuffer };
  kept[size] = made;
  return made;
}

function fill(size: number): Uint8Array {
  checkSize(size);
  return noise(seed, size, (text) => new Uint8Array(crypto.sha512(text, 'binary')));
}
