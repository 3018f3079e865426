/** What an archive holds, as far as it is read to compare it with what was stored. */
import { charsOf } from '../char-bytes.ts';

export interface Entry {
  /** As it stands there, often with folders before it. */
  name: string;
  /** In bytes, unpacked. */
  size: number;
  /** The file, in the bytes of the archive; absent where it is packed. */
  bytes?: Uint8Array;
  /** CRC-32 of the file that the archive has beside it. */
  crc?: number;
}

export interface Archive {
  entries: Entry[];
  /** It has an end of its own: what is not in it was never put there. */
  isWhole: boolean;
}

/** What is looked for is ASCII. */
export function textAt(bytes: Uint8Array, from: number, length: number): string {
  return charsOf(bytes.subarray(from, from + length));
}
