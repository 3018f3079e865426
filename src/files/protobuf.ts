/**
 * Protobuf's wire format (protobuf.dev/programming-guides/encoding), as far as profiles and remote write
 * use it. Takes linear time and copies nothing: the bytes are a target's, and judging must end whatever they hold.
 */

/** A part of the bytes: from the first to before the last. */
export interface Span {
  from: number;
  to: number;
}

/** @param value the number; of a field with bytes how many @param body where they are, of a double too; undefined of a number */
type Visit = (field: number, value: number, body: Span | undefined) => void;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
const MAX_VARINT_BYTES = 10;
const SIGN_BIT = 2 ** 63;

/** Calls `visit` for every field of a message. @throws Error when the bytes are no message or are cut off. */
export function eachField(bytes: Uint8Array, span: Span, visit: Visit): void {
  const at: Span = { ...span };
  while (at.from < at.to) {
    const key = takeNumber(bytes, at);
    const field = Math.floor(key / 8);
    const type = key % 8;
    if (type === VARINT) {
      visit(field, takeNumber(bytes, at), undefined);
      continue;
    }
    const length = lengthOf(type, bytes, at);
    const body = { from: at.from, to: at.from + length };
    if (body.to > at.to) throw new Error(`field ${field} is cut off`);
    at.from = body.to;
    if (type !== FIXED32) visit(field, length, body);
  }
}

/** Calls `visit` for every number of a repeated field, packed into one body or each for itself. */
export function eachNumber(
  bytes: Uint8Array,
  message: Span,
  wanted: number,
  visit: (number: number) => void,
): void {
  eachField(bytes, message, (field, value, body) => {
    if (field !== wanted) return;
    if (body === undefined) visit(value);
    else for (const at = { ...body }; at.from < at.to; ) visit(takeNumber(bytes, at));
  });
}

function lengthOf(type: number, bytes: Uint8Array, at: Span): number {
  if (type === LENGTH) return takeNumber(bytes, at);
  if (type === FIXED64) return 8;
  if (type === FIXED32) return 4;
  throw new Error(`unknown wire type ${type}`);
}

/** A signed 64-bit number, rounded to what a double holds; moves `at` behind it. */
function takeNumber(bytes: Uint8Array, at: Span): number {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES && at.from < at.to; index++) {
    const byte = bytes[at.from++] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return value >= SIGN_BIT ? value - 2 * SIGN_BIT : value;
  }
  throw new Error('a number is cut off');
}
