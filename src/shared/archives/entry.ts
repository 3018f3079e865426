/** What an archive holds, as far as it is read to compare it with what was stored. */
export interface Entry {
  /** As it stands there, often with folders before it. */
  name: string;
  /** In bytes, unpacked. */
  size: number;
  /** The file; absent where it is packed. */
  bytes?: ArrayBuffer;
  /** CRC-32 of the file that the archive has beside it. */
  crc?: number;
}

export interface Archive {
  entries: Entry[];
  /** It has an end of its own: what is not in it was never put there. */
  isWhole: boolean;
}

/** Of bytes; k6 has no TextDecoder, and what is looked for is ASCII. */
export function textAt(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, Math.min(from + length, bytes.length)));
}
