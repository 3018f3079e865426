/** The UTF-8 bytes of a text, which may be long, as characters from 0 to 255. */
export function utf8(text: string): string {
  const parts = encodeURIComponent(text).split('%');
  // Not by a regular expression: the first has k6 give a VU all that belongs to them.
  for (let at = 1; at < parts.length; at++) {
    const part = parts[at] ?? '';
    parts[at] = String.fromCharCode(Number.parseInt(part.slice(0, 2), 16)) + part.slice(2);
  }
  return parts.join('');
}
