/** The CRC-32 of files, which ZIP archives have beside them. */
import { STAMP_BYTES } from '../../shared/content.ts';
import { joinedCrc, operatorOf } from '../../shared/crc-join.ts';
import { crc32 } from '../../shared/image-parts.ts';
import { contentOf, STAMP_AT, varied } from './content.ts';

/** By size: the part behind what a file has for itself. */
const tails: Record<number, { crc: number; operator: number[] }> = {};
/** Behind the stamp of a PNG. */
const CHECK_BYTES = 4;

/** CRC-32 of the bytes of a file: what all files of a size have in common is read once. */
export function contentCrc(name: string, size: number): number {
  const bytes = new Uint8Array(contentOf(name, size));
  const own = ownBytes(size);
  const common = tails[size] ?? { crc: crc32(bytes.subarray(own)), operator: operatorOf(size - own) };
  tails[size] = common;
  return joinedCrc(crc32(bytes.subarray(0, own)), common.crc, common.operator);
}

/** How many bytes at the beginning of a file hold all that it has for itself. */
function ownBytes(size: number): number {
  return varied?.asBlanks ? size : Math.min(size, STAMP_AT + STAMP_BYTES + CHECK_BYTES);
}
