/**
 * File content that can be made again anywhere from a seed, a name and a size alone: the script checks downloads with it, and
 * what a run left behind is known by it. Pure.
 */
import { putChars } from './char-bytes.ts';

/** A prime, so that two blocks of any power-of-two size that were swapped or repeated do not look alike. */
export const BLOCK_BYTES = 1021;
export const STAMP_BYTES = 64;
/** Of SHA-512. */
const DIGEST_BYTES = 64;

/**
 * What all files of a size have in common. Repeats one block of noise, made of digests: to make every byte anew, or in
 * JavaScript, takes milliseconds of a VU's start, and an open model begins on as many VUs as it has.
 */
export function noise(seed: number, size: number, sha512: (text: string) => Uint8Array): Uint8Array {
  const bytes = new Uint8Array(size);
  const block = Math.min(BLOCK_BYTES, size);
  for (let done = 0; done < block; done += DIGEST_BYTES)
    bytes.set(sha512(`${seed} ${done}`).subarray(0, block - done), done);
  for (let done = block; done < size; done *= 2) bytes.copyWithin(done, 0, Math.min(done, size - done));
  return bytes;
}

/** Writes over the beginning what a file has for itself. */
export function stamp(bytes: Uint8Array, seed: number, name: string): void {
  putChars(bytes, 0, stampIn(bytes.length, seed, name));
}

/** What a file begins with that has room for so much. */
export function stampIn(size: number, seed: number, name: string): string {
  const text = stampOf(seed, name);
  const room = Math.min(STAMP_BYTES, size);
  return text.length > room ? text.slice(0, room) : text;
}

/** The same, of a file that has room for all of it. */
export function stampOf(seed: number, name: string): string {
  return `${seed} ${name}`.padEnd(STAMP_BYTES, '.');
}
