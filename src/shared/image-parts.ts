/** What pictures of one pixel are made of. Pure. */
import { ascii } from './char-bytes.ts';

export function joined(parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** In four bytes, the highest first. */
export function numbered(value: number): Uint8Array {
  return Uint8Array.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
}

/** In two bytes, the highest first. */
export function shorter(value: number): number[] {
  return [value >>> 8, value & 255];
}

/** A chunk of PNG: length, type, data, CRC-32 of type and data. */
export function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const typed = joined([ascii(type), data]);
  return joined([numbered(data.length), typed, numbered(crc32(typed))]);
}

/** ISO/IEC 15948, annex D. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** Signature, and a header of one pixel in 256 grays. */
export const PNG_BEGIN = joined([
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunkOf('IHDR', Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
]);
/** The pixel, deflated, and the end. */
export const PNG_END = joined([
  chunkOf('IDAT', Uint8Array.from([0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1])),
  chunkOf('IEND', new Uint8Array(0)),
]);

/** A gray picture of one pixel behind its first marker: quantisation of ones, a frame, one code of either table, and the scan. */
export const REST_OF_JPEG = Uint8Array.from([
  ...[0xff, 0xdb, 0, 67, 0, ...Array<number>(64).fill(1)],
  ...[0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0],
  ...[0xff, 0xc4, 0, 20, 0x00, 1, ...Array<number>(15).fill(0), 0],
  ...[0xff, 0xc4, 0, 20, 0x10, 1, ...Array<number>(15).fill(0), 0],
  ...[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x3f],
  ...[0xff, 0xd9],
]);
