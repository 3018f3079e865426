/** JSON whose whole numbers are longer than a double can hold (RFC 8259 §6): they are kept digit for digit. Pure. */

/** Only a text with so many digits in a row can have one. */
const MAY_HAVE = /\d{16}/;
/** Strings are stepped over. What is no number in JSON stays what it is, so that the text is refused as before. */
const TOKENS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const IS_WHOLE = /^-?[1-9]\d{15,}$/;
/** No text that a request can carry has such a character. */
const MARK = '\\u0000';

/** Parses JSON with long numbers as texts of their digits. @throws SyntaxError */
export function parseJson(text: string): unknown {
  return JSON.parse(MAY_HAVE.test(text) ? quoted(text, '') : text);
}

/** The same, with marks by which `unmarked` knows them. @throws SyntaxError */
export function parseMarked(text: string): unknown {
  return JSON.parse(MAY_HAVE.test(text) ? quoted(text, MARK) : text);
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
  return text.replace(TOKENS, (token) =>
    IS_WHOLE.test(token) && !Number.isSafeInteger(Number(token)) ? `"${mark}${token}"` : token,
  );
}
