/** Whether bytes are those that a file should have. */
import crypto from 'k6/crypto';
import type { ErrorKind } from '../../contract/contract.ts';
import { charsOf } from '../../shared/char-bytes.ts';
import { STAMP_BYTES, stampIn } from '../../shared/content.ts';
import { seed } from '../parameters.ts';
import { contentOf, fill, isFixed, isUsual, STAMP_AT, varied } from './content.ts';

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

/**
 * Whether bytes have at its place what only that file has. What comes after may be damaged: they are that file's all the same.
 * A file that is sent as it is may be anybody's.
 */
export function isStamped(bytes: Uint8Array, name: string): boolean {
  if (isFixed) return false;
  if (varied?.asBlanks) return sameBytes(bytes, contentOf(name, varied.bytes.length));
  return charsOf(bytes.subarray(STAMP_AT, STAMP_AT + STAMP_BYTES)) === stampIn(STAMP_BYTES, seed, name);
}

function commonHash(size: number): string {
  const hash = commonHashes[size] ?? hashBehindStamp(fill(size));
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
