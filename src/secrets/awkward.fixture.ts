/** Secrets that are awkward to hide, and the forms in which a service may echo one. */

/** By what is awkward about them. None is part of another, or of what a run says without them. */
export const AWKWARD: Record<string, string> = {
  unicode: 'Zürich-Łódź-ключ-鍵',
  emoji: 'k😀y-🔑-w0rd',
  doubleQuotes: 'say "open" qz71',
  singleQuotes: "it's 'mine' qz72",
  backslash: 'C:\\keys\\new\\qz73',
  percent: '100%41%zz%20qz74',
  plus: 'a+b+c+qz75==',
  ampersand: 'x&y&amp;z&qz76',
  less: '<b>qz77</b>',
  spaces: '  two  spaces qz78 ',
  lineBreakInWords: 'line\\nbreak\\r\\tqz79',
  tab: 'one\ttab\tqz80',
  threeCharacters: 'Q7x',
  threeSigns: '%&+',
  fourCharacters: 'kQ9z',
  long: Array.from({ length: 512 }, (_, at) => `${(at * 7919).toString(36)}~`.padEnd(8, '-')).join(''),
  expression: '^(a+)+$.*[qz]{81}|\\d?',
  base64: 'c2VjcmV0LXF6ODItc2VjcmV0LXF6ODI=',
  base64url: 'c2-_cmV0_-F6ODM',
  hyphen: '--config=qz84',
  commonWord: 'dragonfruit',
  json: '{"token":"qz85","n":[1,2]}',
  url: 'https://qz86:pw@h/?a=b#c',
  digits: '90817263',
};

/** Each takes a secret alone, and as a part of more that is encoded. */
export const ENCODINGS: Record<string, (text: string) => string> = {
  raw: (text) => text,
  json: (text) => JSON.stringify(text).slice(1, -1),
  jsonAscii: (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[\u0080-\uffff<>&'+]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  jsonAll: (text) =>
    text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`),
  jsonTwice: (text) => JSON.stringify(JSON.stringify(text)),
  url: encodeURIComponent,
  urlLower: (text) => encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  urlAll: (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  urlTwice: (text) => encodeURIComponent(encodeURIComponent(text)),
  form: (text) => new URLSearchParams({ text }).toString(),
  html: (text) =>
    text.replace(
      /[&<>"']/g,
      (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '&#x27;',
    ),
  htmlDecimal: (text) => [...text].map((character) => `&#${character.codePointAt(0)};`).join(''),
  htmlHex: (text) => [...text].map((character) => `&#x${character.codePointAt(0)?.toString(16)};`).join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64NoPadding: (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  base64InUrl: (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  hex: (text) => Buffer.from(text).toString('hex'),
  hexUpper: (text) => Buffer.from(text).toString('hex').toUpperCase(),
  latin1: (text) => Buffer.from(text).toString('latin1'),
};
