/** multipart/form-data (RFC 7578) with several files under one field name, which k6's own `http.file` cannot send. */

import { putChars } from '../shared/char-bytes.ts';
import {
  FORM_BOUNDARY,
  FORM_HEADERS,
  fieldParts,
  fileHead,
  fileHeadEnd,
} from '../shared/request/form-text.ts';
import { contentOf, ownBytes } from './content.ts';

export const MULTIPART_HEADERS = FORM_HEADERS;

export interface FormExtras {
  /** Media type of the files. */
  contentType?: string;
  /** Fields before the files; `{name}` in a value stands for the first file's name. */
  fields?: Record<string, string>;
}

/** A body that has been sent, in which the next one of its kind is written. */
interface Sent {
  body: Uint8Array;
  before: string;
  names: string[];
  /** Where the bytes of each file begin. */
  contentAt: number[];
}

/** By field, number of files and their size. */
const sent: Record<string, Sent> = {};

/**
 * A request body with one part for each name, each of `size` bytes; valid until the next call with as many. Where its names are
 * as long as those before, they and what files have for themselves are all that is written.
 */
export function multipartOf(
  field: string,
  names: string[],
  size: number,
  { contentType = 'application/octet-stream', fields }: FormExtras = {},
): ArrayBuffer {
  const before = fields === undefined ? '' : fieldParts(fields, names[0] ?? '');
  const key = `${field} ${names.length} ${size}`;
  const last = sent[key];
  const isAlike =
    last?.before.length === before.length &&
    names.every((name, index) => name.length === last.names[index]?.length);
  const next = isAlike ? last : newBody(before, names, field, size, contentType);
  sent[key] = next;
  if (isAlike) rewrite(next, before, names, size, contentType);
  return next.body.buffer as ArrayBuffer;
}

function newBody(before: string, names: string[], field: string, size: number, contentType: string): Sent {
  const heads = names.map((name) => fileHead(field, name, contentType));
  const tail = `--${FORM_BOUNDARY}--\r\n`;
  const length = heads.reduce((sum, head) => sum + head.length + size + 2, before.length + tail.length);
  const body = new Uint8Array(length);
  const contentAt: number[] = [];
  let at = write(body, 0, before);
  names.forEach((name, index) => {
    at = write(body, at, heads[index] ?? '');
    contentAt.push(at);
    body.set(new Uint8Array(contentOf(name, size)), at);
    at = write(body, at + size, '\r\n');
  });
  write(body, at, tail);
  return { body, before, names, contentAt };
}

function rewrite(last: Sent, before: string, names: string[], size: number, contentType: string): void {
  const { body, contentAt } = last;
  if (before !== last.before) write(body, 0, before);
  const own = ownBytes(size);
  names.forEach((name, index) => {
    const at = contentAt[index] ?? 0;
    write(body, at - fileHeadEnd(contentType).length - name.length, name);
    body.set(new Uint8Array(contentOf(name, size), 0, own), at);
  });
  last.before = before;
  last.names = names;
}

/** @returns where it ends */
function write(body: Uint8Array, from: number, text: string): number {
  putChars(body, from, text);
  return from + text.length;
}
