import { plainText } from '../../text/plain-text.ts';

/** Text as HTML, in an element or in a quoted attribute: it never becomes markup. */
export function htmlText(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
