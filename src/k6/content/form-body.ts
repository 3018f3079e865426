/**
 * Bodies of multipart/form-data (RFC 7578) with several files under one field name, which k6's own `http.file` cannot send. Each is
 * made once and then written over: k6 copies a body when it sends it. Pure.
 */
import { putChars } from '../../shared/char-bytes.ts';
import type { Shape } from '../../shared/content-shape.ts';
import { FORM_BOUNDARY, fieldParts, fileHead, fileHeadEnd } from '../../shared/request/form-text.ts';

export interface FormExtras {
  /** Media type of the files. */
  contentType?: string;
  /** Fields before the files; `{name}` in a value stands for the first file's name. */
  fields?: Record<string, string>;
}

/** What stands in the files. */
export interface Content {
  /** A file of this size without what it has for itself; not to be written to. */
  blankFile(size: number): Shape;
  /** What a file has for itself, where that is text at its beginning. */
  ownText(name: string, size: number): string | undefined;
  /** Writes into a file what it has for itself. */
  stampFile(file: Shape, name: string, size: number): void;
}

/** A body that has been sent, in which the next one of its kind is written. */
interface Sent {
  bytes: Uint8Array;
  buffer: ArrayBuffer;
  before: string;
  parts: Part[];
}

/** Of a file: all but this stays as it was. */
interface Part {
  /** As long as the next may be. */
  name: string;
  /** The body from there on. */
  fromName: Uint8Array;
  file: Shape;
}

/**
 * Makes request bodies with one part for each name, each of `size` bytes; one is valid until the next with as many. Where its names
 * are as long as those before, they and what files have for themselves are all that is written.
 */
export function formBodies({ blankFile, ownText, stampFile }: Content) {
  /** By field, number of files and their size. */
  const sent: Record<string, Sent> = {};

  return (
    field: string,
    names: readonly string[],
    size: number,
    { contentType = 'application/octet-stream', fields }: FormExtras = {},
  ): ArrayBuffer => {
    const before = fields === undefined ? '' : fieldParts(fields, names[0] ?? '');
    const key = `${field} ${names.length} ${size}`;
    let body = sent[key];
    if (body === undefined || !hasRoom(body, before, names)) {
      body = newBody(before, names, field, blankFile(size), contentType);
      sent[key] = body;
    } else if (before !== body.before) {
      body.before = before;
      putChars(body.bytes, 0, before);
    }
    const end = fileHeadEnd(contentType);
    // A loop, and one text where it can be one: in k6 a call costs more than what is done in it.
    for (let at = 0; at < names.length; at++) {
      const part = body.parts[at] as Part;
      const name = names[at] as string;
      const own = ownText(name, size);
      part.name = name;
      putChars(part.fromName, 0, own === undefined ? name : name + end + own);
      if (own === undefined) stampFile(part.file, name, size);
    }
    return body.buffer;
  };
}

function hasRoom({ before, parts }: Sent, nextBefore: string, names: readonly string[]): boolean {
  if (before.length !== nextBefore.length) return false;
  for (let at = 0; at < names.length; at++) if (parts[at]?.name.length !== names[at]?.length) return false;
  return true;
}

function newBody(
  before: string,
  names: readonly string[],
  field: string,
  blank: Shape,
  contentType: string,
): Sent {
  const heads = names.map((name) => fileHead(field, name, contentType));
  const end = fileHeadEnd(contentType);
  const tail = `--${FORM_BOUNDARY}--\r\n`;
  const size = blank.bytes.length;
  const length = heads.reduce((sum, head) => sum + head.length + size + 2, before.length + tail.length);
  const bytes = new Uint8Array(length);
  let at = write(bytes, 0, before);
  const parts = names.map((name, index): Part => {
    at = write(bytes, at, heads[index] ?? '');
    const fromName = bytes.subarray(at - end.length - name.length);
    const file = { ...blank, bytes: bytes.subarray(at, at + size) };
    bytes.set(blank.bytes, at);
    at = write(bytes, at + size, '\r\n');
    return { name, fromName, file };
  });
  write(bytes, at, tail);
  return { bytes, buffer: bytes.buffer as ArrayBuffer, before, parts };
}

/** @returns where it ends */
function write(bytes: Uint8Array, from: number, text: string): number {
  putChars(bytes, from, text);
  return from + text.length;
}
