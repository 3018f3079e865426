/** multipart/form-data (RFC 7578) with several files under one field name, which k6's own `http.file` cannot send. */
import { contentOf } from './content.ts';

const BOUNDARY = 'burstbox-7MA4YWxkTrZu0gW';

export const MULTIPART_HEADERS = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };

/** A request body with one part for each name, each of `size` bytes. */
export function multipartOf(field: string, names: string[], size: number): ArrayBuffer {
  const heads = names.map((name) => partHead(field, name));
  const tail = `--${BOUNDARY}--\r\n`;
  const length = heads.reduce((sum, head) => sum + head.length + size + 2, tail.length);
  const body = new Uint8Array(length);
  let at = 0;
  const write = (text: string) => {
    for (let i = 0; i < text.length; i++) body[at++] = text.charCodeAt(i);
  };
  names.forEach((name, index) => {
    write(heads[index] ?? '');
    body.set(new Uint8Array(contentOf(name, size)), at);
    at += size;
    write('\r\n');
  });
  write(tail);
  return body.buffer;
}

function partHead(field: string, name: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
}
