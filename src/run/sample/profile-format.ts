/**
 * Whether bytes look like a pprof profile (github.com/google/pprof, proto/profile.proto): fields 1 to 14 on the top
 * level, each of the wire type it should have, and at least a sample type and strings. Looks at the top level only and so takes
 * linear time: what a target sends is not decoded while a measurement goes on.
 * @throws Error that says what is wrong
 */
export function checkProfile(bytes: Uint8Array): void {
  const seen = new Set<number>();
  for (const { field } of fieldsOf(bytes)) seen.add(field);
  if (!seen.has(SAMPLE_TYPE) || !seen.has(STRINGS))
    throw new Error('not a pprof profile: it has no sample type');
}

export interface Field {
  field: number;
  /** Where it begins, where what it holds begins, and where it ends. */
  from: number;
  body: number;
  to: number;
}

/** The fields on the top level, in their order. @throws Error as checkProfile does */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const key = varint(bytes, at);
    const field = key.value >>> 3;
    if ((key.value & 7) !== wireTypeOf(field))
      throw new Error(`not a pprof profile: field ${field} at byte ${at}`);
    const body = varint(bytes, key.next);
    const to = wireTypeOf(field) === LENGTH ? body.next + body.value : body.next;
    if (to > bytes.length) throw new Error(`not a pprof profile: field ${field} is cut off`);
    yield { field, from: at, body: body.next, to };
    at = to;
  }
}

const VARINT = 0;
const LENGTH = 2;
const SAMPLE_TYPE = 1;
export const STRINGS = 6;
/** Numbers on the top level; default_sample_type and repeated comments may also come packed, which no writer does. */
const NUMBERS = [7, 8, 9, 10, 12, 14];
const MESSAGES = [1, 2, 3, 4, 5, 6, 11, 13, 15];
const MOST_VARINT_BYTES = 10;

function wireTypeOf(field: number): number | undefined {
  if (NUMBERS.includes(field)) return VARINT;
  return MESSAGES.includes(field) ? LENGTH : undefined;
}

/** Exact up to 2⁵³, which no length reaches; a larger time stamp only has to be skipped. */
function varint(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < MOST_VARINT_BYTES; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: start + index + 1 };
  }
  throw new Error(`not a pprof profile: broken number at byte ${start}`);
}
