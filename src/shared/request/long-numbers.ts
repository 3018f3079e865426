/**
 * JSON whose whole numbers are longer than a double can hold (RFC 8259 §6): they are kept digit for digit. Pure.
 *
 * Expressions stand where they are used: at the top every VU would have each for itself, though few parse JSON.
 */

/** No text that a request can carry has such a character. */
const MARK = '\\u0000';

/** Parses JSON with long numbers as texts of their digits. @throws SyntaxError */
export function parseJson(text: string): unknown {
  return JSON.parse(mayHave(text) ? quoted(text, '') : text);
}

/** The same, with marks by which `unmarked` knows them. @throws SyntaxError */
export function parseMarked(text: string): unknown {
  return JSON.parse(mayHave(text) ? quoted(text, MARK) : text);
}

/** A long number as what it is; anything else as it stands. */
export function unmarked(value: unknown): unknown {
  const isMarked = typeof value === 'string' && value.startsWith('\0') && /^-?\d+$/.test(value.slice(1));
  return isMarked ? BigInt(value.slice(1)) : value;
}

/** JSON text in which long numbers are numbers again. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `\u0000${each}` : each));
  return text.replace(/"\\u0000(-?\d+)"/g, '$1');
}

function quoted(text: string, mark: string): string {
  // Strings are stepped over. What is no number in JSON stays what it is, so that the text is refused as before.
  return text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?[1-9]\d{15,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${mark}${token}"` : token,
  );
}

/** Only a text with so many digits in a row can have one. */
function mayHave(text: string): boolean {
  return /\d{16}/.test(text);
}
