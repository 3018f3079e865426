/** The tiny file that `init` stores and removes again to see how the service takes one. */
import { randomBytes } from 'node:crypto';
import { endingOf, mediaTypeOf } from '../../shared/content-name.ts';
import { shapeOf } from '../../shared/content-shape.ts';
import { fileHeaders } from '../../shared/request/endpoint.ts';
import type { Call } from '../client.ts';
import type { UploadIdea } from './idea.ts';

export interface TrialFile {
  name: string;
  bytes: Buffer;
}

/** Holds every byte value, so that a service which keeps text only is found out. */
const FILE_BYTES = 512;
const BOUNDARY = `burstbox-init-${randomBytes(8).toString('hex')}`;

/** Every form of content fits into it. */
const SHAPED_BYTES = 1024;

/** Says in its name whose it is, and is like no other: a file of the service's own is never written over. */
export function newTrialFile(idea: Pick<UploadIdea, 'content' | 'extension'> = {}): TrialFile {
  const name = `bb-init-${randomBytes(6).toString('hex')}${endingOf(idea)}`;
  // Its filling is by chance, so that no other file has the same bytes.
  if (idea.content !== undefined)
    return { name, bytes: Buffer.from(shapeOf(idea.content, SHAPED_BYTES, randomBytes).bytes) };
  const bytes = Buffer.concat([
    randomBytes(FILE_BYTES / 2),
    Buffer.from(Array.from({ length: FILE_BYTES / 2 }, (_, index) => index)),
  ]);
  return { name, bytes };
}

export function uploadCall(idea: UploadIdea, file: TrialFile): Call {
  const { method, headers: wanted = {} } = idea;
  const headers = fileHeaders(wanted)?.(file.name, file.bytes.length) ?? wanted;
  const contentType = mediaTypeOf(idea);
  const path = filledName(idea.path, encodeURIComponent(file.name));
  if (idea.style === 'raw')
    return { method, path, headers: { 'Content-Type': contentType, ...headers }, body: file.bytes };
  return {
    method,
    path,
    headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`, ...headers },
    body: formOf(idea, file, contentType),
  };
}

function formOf({ field = 'file', fields = {} }: UploadIdea, file: TrialFile, contentType: string): Buffer {
  const texts = Object.entries(fields).map(
    ([key, value]) => `${partHead(key)}\r\n\r\n${filledName(value, file.name)}\r\n`,
  );
  const head = `${partHead(field)}; filename="${file.name}"\r\nContent-Type: ${contentType}\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(texts.join('') + head),
    file.bytes,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
}

function partHead(field: string): string {
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field.replace(/["\r\n]/g, '')}"`;
}

function filledName(text: string, name: string): string {
  return text.split('{name}').join(name);
}
