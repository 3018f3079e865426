/** Unpacks a block of Snappy (google/snappy, format_description.txt), as remote write sends it. A load depends on no package. */

const MAX_BYTES = 64 * 2 ** 20;
const MAX_VARINT_BYTES = 5;
const LITERAL = 0;
/** Of a literal: its length follows in one to four bytes. */
const LONG_LITERAL = 60;

/** @throws Error when the bytes are no such block, or would unpack to more than anybody sends */
export function unpackSnappy(packed: Uint8Array): Uint8Array {
  const { length, begins } = lengthOf(packed);
  if (length > MAX_BYTES) throw new Error(`${length} bytes are too many`);
  const bytes = new Uint8Array(length);
  let from = begins;
  let to = 0;
  while (from < packed.length) {
    const tag = packed[from++] ?? 0;
    if ((tag & 3) === LITERAL) {
      const short = tag >> 2;
      const more = Math.max(0, short - LONG_LITERAL + 1);
      const size = 1 + (more === 0 ? short : littleEndian(packed, from, more));
      from += more;
      if (from + size > packed.length || to + size > length) throw new Error('a literal is cut off');
      bytes.set(packed.subarray(from, from + size), to);
      from += size;
      to += size;
      continue;
    }
    const { size, back, more } = copyOf(packed, tag, from);
    from += more;
    if (back === 0 || back > to || to + size > length) throw new Error('a copy points nowhere');
    // Byte by byte: it may reach into what it is just writing.
    for (const end = to + size; to < end; to++) bytes[to] = bytes[to - back] ?? 0;
  }
  if (to !== length) throw new Error('the block is cut off');
  return bytes;
}

function copyOf(packed: Uint8Array, tag: number, from: number): { size: number; back: number; more: number } {
  if ((tag & 3) === 1)
    return { size: 4 + ((tag >> 2) & 7), back: ((tag >> 5) << 8) + littleEndian(packed, from, 1), more: 1 };
  const more = (tag & 3) === 2 ? 2 : 4;
  return { size: 1 + (tag >> 2), back: littleEndian(packed, from, more), more };
}

function lengthOf(packed: Uint8Array): { length: number; begins: number } {
  let length = 0;
  for (let index = 0; index < Math.min(packed.length, MAX_VARINT_BYTES); index++) {
    const byte = packed[index] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { length, begins: index + 1 };
  }
  throw new Error('no length');
}

function littleEndian(bytes: Uint8Array, from: number, count: number): number {
  if (from + count > bytes.length) throw new Error('cut off');
  let value = 0;
  for (let index = count - 1; index >= 0; index--) value = value * 256 + (bytes[from + index] ?? 0);
  return value;
}
