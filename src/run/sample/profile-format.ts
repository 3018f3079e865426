/**
 * Whether bytes look like a pprof profile (github.com/google/pprof, proto/profile.proto): on the top level fields that are
 * known have the wire types that they should have, others are passed over as `go tool pprof` does, and at least a sample type
 * and strings are there. Looks at the top level only and so takes linear time: what a target sends is not decoded while a
 * measurement goes on.
 * @throws Error that says what is wrong
 */
export function checkProfile(bytes: Uint8Array): void {
  const seen = new Set<number>();
  for (const { field } of fieldsOf(bytes)) seen.add(field);
  if (!seen.has(SAMPLE_TYPE) || !seen.has(STRINGS))
    throw new Error('not a pprof profile: it has no sample type');
}

/** Whether a profile that was checked has anything in it: Go's profiles of mutexes and blocking have nothing until they are switched on. */
export function hasSamples(bytes: Uint8Array): boolean {
  for (const { field } of fieldsOf(bytes)) if (field === SAMPLE) return true;
  return false;
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
    const field = Math.floor(key.value / 8);
    const type = key.value % 8;
    if (!mayHave(field, type)) throw new Error(`not a pprof profile: field ${field} at byte ${at}`);
    const { body, to } = spanOf(type, bytes, key.next);
    if (to > bytes.length) throw new Error(`not a pprof profile: field ${field} is cut off`);
    yield { field, from: at, body, to };
    at = to;
  }
}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
const SAMPLE_TYPE = 1;
const SAMPLE = 2;
export const STRINGS = 6;
const MESSAGES = [1, 2, 3, 4, 5, 6, 11];
const NUMBERS = [7, 8, 9, 10, 12, 14, 15];
const MAX_VARINT_BYTES = 10;

/** Comments (13) are numbers, packed or each for itself. */
function mayHave(field: number, type: number): boolean {
  if (field === 0) return false;
  if (MESSAGES.includes(field)) return type === LENGTH;
  if (NUMBERS.includes(field)) return type === VARINT;
  return [VARINT, FIXED64, LENGTH, FIXED32].includes(type);
}

function spanOf(type: number, bytes: Uint8Array, at: number): { body: number; to: number } {
  if (type === FIXED64) return { body: at, to: at + 8 };
  if (type === FIXED32) return { body: at, to: at + 4 };
  const number = varint(bytes, at);
  return { body: number.next, to: type === LENGTH ? number.next + number.value : number.next };
}

/** Exact up to 2⁵³, which no length reaches; a larger time stamp only has to be skipped. */
function varint(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: start + index + 1 };
  }
  throw new Error(`not a pprof profile: broken number at byte ${start}`);
}
