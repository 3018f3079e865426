/**
 * What is in an object, made from its name and its size alone, so that a download is checked without keeping what was
 * uploaded. One buffer a VU is all there is, as long as the largest body: an object is a view of it that begins elsewhere for each
 * name, with the name stamped into its first bytes.
 */
import crypto from 'k6/crypto';
import encoding from 'k6/encoding';
import type { ErrorKind } from '../../contract/contract.ts';
import { BLOCK_BYTES, noise, STAMP_BYTES, stampOf } from '../../shared/content.ts';
import { seed } from '../parameters.ts';

/** Where objects begin: so that two of them differ everywhere, not only where their names stand. */
const BEGINNINGS = BLOCK_BYTES;
/** Behind the last byte there is one more block, from which what was stamped over is restored. */
const SPARE_BYTES = BEGINNINGS + BLOCK_BYTES + STAMP_BYTES;

/** What a stamp has besides the name: to write all of it byte by byte would take k6 longer than to send a small object. */
const NAMELESS = new Uint8Array(encoding.b64decode(encoding.b64encode(stampOf(seed, ''))));
const NAME_AT = `${seed} `.length;

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
  bytes.set(size < STAMP_BYTES ? NAMELESS.subarray(0, size) : NAMELESS);
  const end = Math.min(size, STAMP_BYTES, NAME_AT + name.length);
  for (let at = NAME_AT; at < end; at++) bytes[at] = name.charCodeAt(at - NAME_AT);
  return bytes;
}

/** What the bytes of a part are made from. */
export function partName(name: string, part: number): string {
  return `${name}/${part}`;
}

/**
 * What is wrong with bytes that should be those of the object; compared by SHA-256.
 * @param range of them that they should be; default all
 */
export function bytesFault(
  bytes: ArrayBuffer,
  name: string,
  size: number,
  [from, to]: readonly [from: number, to: number] = [0, size],
): ErrorKind | undefined {
  if (bytes.byteLength < to - from) return 'short_body';
  const isSame =
    bytes.byteLength === to - from && digestOf(bytes) === digestOf(bytesOf(name, size).subarray(from, to));
  return isSame ? undefined : 'wrong_bytes';
}

/** Without quotes, as S3 gives it for an object that came in one request and is not encrypted by the server. */
export function etagOf(name: string, size: number): string {
  return crypto.md5(bytesOf(name, size) as unknown as ArrayBuffer, 'hex');
}

function digestOf(bytes: ArrayBuffer | Uint8Array): string {
  return crypto.sha256(bytes as ArrayBuffer, 'hex');
}

/** By the end of a name, in which names differ that follow each other. */
function beginningOf(name: string): number {
  const last = name.length - 1;
  const hash = name.charCodeAt(last) * 961 + name.charCodeAt(Math.max(0, last - 1)) * 31 + name.charCodeAt(0);
  return (hash + name.length) % BEGINNINGS;
}
