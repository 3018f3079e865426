/**
 * The CRC-32 of two texts behind each other from those of each, without reading either again (Mark Adler, crc32_combine of
 * zlib): files of a run differ in their first bytes alone. Pure.
 */
type Operator = number[];

/** What so many bytes do to a CRC; worked out once, and then used for every file of a size. */
export function operatorOf(bytes: number): Operator {
  // One zero bit; squared, two; from one byte on it is used.
  let zeros: Operator = Array.from({ length: 32 }, (_, bit) => (bit === 0 ? 0xedb88320 : 1 << (bit - 1)));
  for (let bits = 1; bits < 8; bits *= 2) zeros = squared(zeros);
  let all: Operator = Array.from({ length: 32 }, (_, bit) => 1 << bit);
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) all = all.map((column) => applied(zeros, column));
    zeros = squared(zeros);
  }
  return all;
}

/** @param operator of the length of what is behind */
export function joinedCrc(before: number, behind: number, operator: Operator): number {
  return (applied(operator, before) ^ behind) >>> 0;
}

function squared(operator: Operator): Operator {
  return operator.map((column) => applied(operator, column));
}

function applied(operator: Operator, vector: number): number {
  let sum = 0;
  for (let bit = 0, left = vector >>> 0; left !== 0; bit++, left >>>= 1)
    if (left & 1) sum ^= operator[bit] ?? 0;
  return sum;
}
