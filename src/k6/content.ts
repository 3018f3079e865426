/**
 * File content that can be made again anywhere from its name and size alone, so that a download is checked without
 * keeping what was uploaded. One buffer a size and VU is stamped anew for each file: k6 copies a body when it sends it.
 */
import crypto from 'k6/crypto';
import { seed } from './parameters.ts';

/** A prime, so that two blocks of any power-of-two size that were swapped or repeated do not look alike. */
const BLOCK_BYTES = 1021;
const STAMP_BYTES = 64;

const buffers: Record<number, Uint8Array> = {};

/** The bytes of a file; valid until the next call with the same size. */
export function contentOf(name: string, size: number): ArrayBuffer {
  const bytes = buffers[size] ?? fill(size);
  buffers[size] = bytes;
  const stamp = `${seed} ${name}`.padEnd(STAMP_BYTES, '.');
  for (let i = 0; i < STAMP_BYTES && i < size; i++) bytes[i] = stamp.charCodeAt(i);
  return bytes.buffer as ArrayBuffer;
}

/** Whether these are the bytes of that file, by SHA-256. */
export function isContentOf(bytes: ArrayBuffer, name: string, size: number): boolean {
  return (
    bytes.byteLength === size && crypto.sha256(bytes, 'hex') === crypto.sha256(contentOf(name, size), 'hex')
  );
}

/** Repeats one block of xorshift32 noise (Marsaglia 2003): making every byte anew takes a second of a VU's start. */
function fill(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed | 1;
  for (let i = 0; i < Math.min(BLOCK_BYTES, size); i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state & 0xff;
  }
  for (let done = BLOCK_BYTES; done < size; done *= 2) bytes.copyWithin(done, 0, Math.min(done, size - done));
  return bytes;
}
