/**
 * Texts of which each character is a byte, from 0 to 255. By what k6 does in one step: to put one character after the other takes it
 * twenty times as long, and each look at `length` of a typed array a microsecond. Pure.
 */

const encoder = new TextEncoder();

/** Writes a text that has room there. */
export function putChars(bytes: Uint8Array, at: number, text: string): void {
  const encoded = encoder.encode(text);
  if (encoded.length === text.length) bytes.set(encoded, at);
  else for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

export function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  putChars(bytes, 0, text);
  return bytes;
}

/** @param bytes some thousands at most: each is an argument of a call */
export function charsOf(bytes: Uint8Array): string {
  // Spread, they would each pass through an iterator.
  return String.fromCharCode.apply(undefined, bytes as unknown as number[]);
}
