/** multipart/form-data (RFC 7578) but for the bytes of its files. Each character of these texts is a byte. Pure. */
import { utf8 } from './utf8.ts';

export const FORM_BOUNDARY = 'burstbox-7MA4YWxkTrZu0gW';
export const FORM_HEADERS = { 'Content-Type': `multipart/form-data; boundary=${FORM_BOUNDARY}` };

/** The parts of plain fields; `{name}` in a value stands for the name. */
export function fieldParts(fields: Record<string, string>, name: string): string {
  return Object.entries(fields)
    .map(([key, value]) => `${partHead(key)}\r\n\r\n${utf8(value.split('{name}').join(name))}\r\n`)
    .join('');
}

/** What stands before the bytes of a file. */
export function fileHead(field: string, name: string, contentType: string): string {
  return `${partHead(field)}; filename="${name}${fileHeadEnd(contentType)}`;
}

/** Of that, what follows the name. */
export function fileHeadEnd(contentType: string): string {
  return `"\r\nContent-Type: ${contentType}\r\n\r\n`;
}

function partHead(field: string): string {
  return `--${FORM_BOUNDARY}\r\nContent-Disposition: form-data; name="${utf8(field)}"`;
}
