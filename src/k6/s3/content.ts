/**
 * What is in an object, made from its name and its size alone, so that a download is checked without keeping what was
 * uploaded. One buffer a VU is all there is, as long as the largest body: an object is a view of it that begins elsewhere for each
 * name, with the name stamped into its first bytes.
 */
import crypto from 'k6/crypto';
import type { ErrorKind } from '../../contract/contract.ts';
import { BLOCK_BYTES, noise, STAMP_BYTES, stamp } from '../../shared/content.ts';
import { seed } from '../parameters.ts';

/** Where objects begin: so that two of them differ everywhere, not only where their names stand. */
const BEGINNINGS = BLOCK_BYTES;
/** Behind the last byte there is one more block, from which what was stamped over is restored. */
const SPARE_BYTES = BEGINNINGS + BLOCK_BYTES + STAMP_BYTES;

let buffer: Uint8Array = new Uint8Array(0);
let stampedAt: number | undefined;

/** The bytes of an object; valid until the next call. k6 copies a body when it sends it. */
export function bytesOf(name: string, size: number): Uint8Array {
  if (buffer.length < size + SPARE_BYTES) {
    buffer = noise(seed, size + SPARE_BYTES, (text) => new Uint8Array(crypto.sha512(text, 'binary')));
    stampedAt = undefined;
  }
  if (stampedAt !== undefined)
    buffer.copyWithin(stampedAt, stampedAt + BLOCK_BYTES, stampedAt + BLOCK_BYTES + STAMP_BYTES);
  stampedAt = beginningOf(name);
  const bytes = buffer.subarray(stampedAt, stampedAt + size);
  stamp(bytes, seed, name);
  return bytes;
}

/** What the bytes of a part are made from. */
export function partName(name: string, part: number): string {
  return `${name}/${part}`;
}

/** What is wrong with bytes that should be those of the object; compared by SHA-256. */
export function bytesFault(bytes: ArrayBuffer, name: string, size: number): ErrorKind | undefined {
  if (bytes.byteLength < size) return 'short_body';
  const isSame = bytes.byteLength === size && digestOf(bytes) === digestOf(bytesOf(name, size));
  return isSame ? undefined : 'wrong_bytes';
}

/** As S3 gives it for an object that came in one request and is not encrypted by the server. */
export function etagOf(name: string, size: number): string {
  return `"${crypto.md5(bytesOf(name, size) as unknown as ArrayBuffer, 'hex')}"`;
}

function digestOf(bytes: ArrayBuffer | Uint8Array): string {
  return crypto.sha256(bytes as ArrayBuffer, 'hex');
}

function beginningOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) % BEGINNINGS;
  return hash;
}
