/**
 * The content of files of any size, made again anywhere from seed, name and offset, at about the speed of a copy: an upload
 * must not wait for it. Each file is slices of one pool of noise, put together in an order of the file's own; each page
 * begins with a stamp of file and page, so that no two pages of a campaign are alike to a store that keeps equal ones once.
 * The same noise comes again after 16 MiB at the earliest, shifted: no usual compressor looks back so far.
 */
import { createCipheriv, createHash } from 'node:crypto';

export const CHUNK_BYTES = 256 * 1024;
const BLOCK_BYTES = 64 * 1024;
const POOL_BYTES = 16 * 1024 * 1024;
const BLOCKS_A_ROUND = POOL_BYTES / BLOCK_BYTES;
/** Odd, so that a round never begins where one before it did. */
const ROUND_SHIFT = 40_503;
/** What file systems and stores that look for equal content compare at least. */
const PAGE_BYTES = 4096;
const STAMP_WORDS = 4;
/** A chunk is filled again after so many others: by then whoever sends it has handed it to the kernel. */
const CHUNKS_IN_USE = 4;
/** What a compressor takes away. */
const FILLER = 0x20;

export interface Content {
  name: string;
  bytes: number;
  /**
   * The whole file, or what lies from one offset to another; a chunk is overwritten when four more have been taken.
   * @param from a multiple of CHUNK_BYTES
   * @param room of chunkRoom(), used by what went before and is over
   */
  chunks(from?: number, to?: number, room?: readonly Buffer[]): Generator<Buffer, void>;
  /** Writes what stands at this offset, as much as fits. */
  fill(target: Buffer, offset: number): void;
}

/** @param compressibility share of each page that is filler, 0 to 0.99 */
export function contentMaker(
  seed: number,
  compressibility: number,
): (name: string, bytes: number) => Content {
  const pool = noise(seed);
  const fillerFrom = PAGE_BYTES - Math.round(compressibility * PAGE_BYTES);
  return (name, bytes) => {
    const key = createHash('sha256').update(`${seed} ${name}`).digest();
    const start = key.readUInt32LE(16) % POOL_BYTES;
    const words = [0, 4, 8, 12].map((at) => key.readUInt32LE(at));
    const block = (target: Buffer, index: number) => {
      const round = Math.floor(index / BLOCKS_A_ROUND);
      const from = (start + (index % BLOCKS_A_ROUND) * BLOCK_BYTES + round * ROUND_SHIFT) % POOL_BYTES;
      const copied = pool.copy(target, 0, from, from + BLOCK_BYTES);
      if (copied < BLOCK_BYTES) pool.copy(target, copied, 0, BLOCK_BYTES - copied);
      const firstPage = (index * BLOCK_BYTES) / PAGE_BYTES;
      for (let page = 0; page < BLOCK_BYTES / PAGE_BYTES; page++) {
        const at = page * PAGE_BYTES;
        for (let word = 0; word < STAMP_WORDS; word++)
          target.writeUInt32LE(mixed(firstPage + page, words[word] ?? 0), at + 4 * word);
        if (fillerFrom < PAGE_BYTES) target.fill(FILLER, at + fillerFrom, at + PAGE_BYTES);
      }
    };
    return {
      name,
      bytes,
      chunks: (from = 0, to = bytes, room) =>
        to - from <= BLOCK_BYTES
          ? smallChunk(from, to, block)
          : chunksOf(from, to, room ?? chunkRoom(to - from), block),
      fill: fillerOf(block),
    };
  };
}

/** What chunks are made in, no larger than so many bytes need. */
export function chunkRoom(bytes: number): readonly Buffer[] {
  const size = Math.min(CHUNK_BYTES, Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES);
  const count = Math.min(CHUNKS_IN_USE, Math.ceil(bytes / CHUNK_BYTES));
  return Array.from({ length: count }, () => Buffer.allocUnsafe(size));
}

type MakeBlock = (target: Buffer, index: number) => void;

function* chunksOf(
  start: number,
  end: number,
  room: readonly Buffer[],
  block: MakeBlock,
): Generator<Buffer, void> {
  for (let at = start, turn = 0; at < end; at += CHUNK_BYTES, turn++) {
    const chunk = room[turn % room.length] ?? Buffer.alloc(0);
    for (let from = 0; from < chunk.length; from += BLOCK_BYTES)
      block(chunk.subarray(from, from + BLOCK_BYTES), (at + from) / BLOCK_BYTES);
    yield chunk.length > end - at ? chunk.subarray(0, end - at) : chunk;
  }
}

/** Used by what makes a block and copies it before anything else runs: of small files there are many. */
const SCRATCH = Buffer.allocUnsafe(BLOCK_BYTES);

function* smallChunk(start: number, end: number, block: MakeBlock): Generator<Buffer, void> {
  block(SCRATCH, start / BLOCK_BYTES);
  yield Buffer.from(SCRATCH.subarray(0, end - start));
}

function fillerOf(block: MakeBlock): Content['fill'] {
  return (target, offset) => {
    for (let filled = 0; filled < target.length; ) {
      const index = Math.floor((offset + filled) / BLOCK_BYTES);
      block(SCRATCH, index);
      filled += SCRATCH.copy(target, filled, offset + filled - index * BLOCK_BYTES);
    }
  };
}

/** The keystream of AES in counter mode: nothing compresses it. */
function noise(seed: number): Buffer {
  const key = createHash('sha256').update(`burstbox capacity ${seed}`).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(POOL_BYTES));
}

/** Bits of a number spread over a word: the finalizer of MurmurHash3 (Appleby, public domain). */
function mixed(number: number, key: number): number {
  let word = (number ^ key) >>> 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
