/**
 * The few things that answers of S3 say in XML, read without trust: in one pass, without backtracking, and without what makes
 * XML dangerous (no entities but the five and numbers, no documents of its own). Pure.
 */

/** The text of each element of that name within `xml`, wherever it stands; one that is not closed ends the reading. */
export function elements(xml: string, name: string): string[] {
  const found: string[] = [];
  const [open, close] = [`<${name}>`, `</${name}>`];
  for (let at = xml.indexOf(open); at !== -1; ) {
    const from = at + open.length;
    const to = xml.indexOf(close, from);
    if (to === -1) break;
    found.push(xml.slice(from, to));
    at = xml.indexOf(open, to + close.length);
  }
  return found;
}

/** The text of the first, decoded; undefined where there is none. */
export function textOf(xml: string, name: string): string | undefined {
  const open = `<${name}>`;
  const from = xml.indexOf(open);
  if (from === -1) return undefined;
  const to = xml.indexOf(`</${name}>`, from);
  return to === -1 ? undefined : decoded(xml.slice(from + open.length, to));
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ENTITY = /&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi;
const MAX_CODE_POINT = 0x10ffff;

function decoded(text: string): string {
  return text.includes('&')
    ? text.replace(ENTITY, (whole, name: string) => characterOf(name) ?? whole)
    : text;
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name];
  const isHex = /^#x/i.test(name);
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  return code <= MAX_CODE_POINT ? String.fromCodePoint(code) : undefined;
}

/** A text as it stands in XML that is sent. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
