/** multipart/form-data (RFC 7578) with several files under one field name, which k6's own `http.file` cannot send. */

import { utf8 } from '../shared/request/utf8.ts';
import { contentOf } from './content.ts';

const BOUNDARY = 'burstbox-7MA4YWxkTrZu0gW';

export const MULTIPART_HEADERS = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };

export interface FormExtras {
  /** Media type of the files. */
  contentType?: string;
  /** Fields before the files; `{name}` in a value stands for the first file's name. */
  fields?: Record<string, string>;
}

/** A request body with one part for each name, each of `size` bytes. */
export function multipartOf(
  field: string,
  names: string[],
  size: number,
  { contentType = 'application/octet-stream', fields }: FormExtras = {},
): ArrayBuffer {
  const before = fields === undefined ? '' : fieldParts(fields, names[0] ?? '');
  const heads = names.map((name) => fileHead(field, name, contentType));
  const tail = `--${BOUNDARY}--\r\n`;
  const length = heads.reduce((sum, head) => sum + head.length + size + 2, before.length + tail.length);
  const body = new Uint8Array(length);
  let at = 0;
  const write = (text: string) => {
    for (let i = 0; i < text.length; i++) body[at++] = text.charCodeAt(i);
  };
  write(before);
  names.forEach((name, index) => {
    write(heads[index] ?? '');
    body.set(new Uint8Array(contentOf(name, size)), at);
    at += size;
    write('\r\n');
  });
  write(tail);
  return body.buffer;
}

function fieldParts(fields: Record<string, string>, name: string): string {
  return Object.entries(fields)
    .map(([key, value]) => `${partHead(key)}\r\n\r\n${utf8(value.split('{name}').join(name))}\r\n`)
    .join('');
}

function fileHead(field: string, name: string, contentType: string): string {
  return `${partHead(field)}; filename="${name}"\r\nContent-Type: ${contentType}\r\n\r\n`;
}

function partHead(field: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${utf8(field)}"`;
}
