/** Builds XML (https://www.w3.org/TR/xml/). Whatever is in a text is data: it neither becomes markup nor breaks the file. */

/** An element in lines; a line of text may itself hold line breaks. */
export type Xml = string[];

type Attributes = Record<string, string | number | undefined>;

/** An element that holds elements, or nothing. What is undefined is left out. */
export function xml(tag: string, attributes: Attributes = {}, children: (Xml | undefined)[] = []): Xml {
  const inside = children.flatMap((child) => child ?? []);
  if (inside.length === 0) return [`<${head(tag, attributes)}/>`];
  return [`<${head(tag, attributes)}>`, ...inside.map((line) => `  ${line}`), `</${tag}>`];
}

/** An element that holds text. */
export function xmlText(tag: string, attributes: Attributes, text: string): Xml {
  return [`<${head(tag, attributes)}>${escaped(text, /[&<>\r]/g)}</${tag}>`];
}

export function xmlDocument(root: Xml): string {
  return `${['<?xml version="1.0" encoding="UTF-8"?>', ...root].join('\n')}\n`;
}

function head(tag: string, attributes: Attributes): string {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${escaped(String(value), /[&<>"\t\n\r]/g)}"`],
  );
  return `${tag}${given.join('')}`;
}

/** All that may not stand in XML 1.0, not even as `&#27;`: escape codes, halves of a surrogate pair. */
const NOT_ALLOWED = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string, signs: RegExp): string {
  return text.replace(NOT_ALLOWED, '').replace(signs, (sign) => `&#${sign.charCodeAt(0)};`);
}
