/** An object that comes in parts, as every client sends what is large. Each step is an operation of its own. */
import { etagIn } from '../../shared/s3/list-answer.ts';
import { partsOf } from '../../shared/s3/sizes.ts';
import { escaped, textOf } from '../../shared/s3/xml.ts';
import { isLoad } from '../load-vu.ts';
import type { Prepared } from './bucket.ts';
import { bytesOf, partName } from './content.ts';
import { etagsChanged } from './measures.ts';
import { ask, askAll, type S3Request } from './request.ts';

export interface Upload {
  bucket: string;
  key: string;
  id: string;
}

/** Names of its operations in metrics. */
export const MULTIPART_OPERATIONS = [
  'create_multipart',
  'upload_part',
  'complete_multipart',
  'abort_multipart',
] as const;

/** @returns the ETag of the whole; undefined when a step failed, and what had come by then was given up */
export function putInParts(
  prepared: Prepared,
  { key, name, size }: { key: string; name: string; size: number },
): string | undefined {
  const upload = begin(prepared.bucket, key);
  if (upload === undefined) return undefined;
  const etags: string[] = [];
  for (const [part, bytes] of partsOf(size).entries()) {
    const etag = uploadPart(upload, part + 1, bytesOf(partName(name, part), bytes));
    if (etag === undefined) {
      abort(upload);
      return undefined;
    }
    etags.push(etag);
  }
  const etag = complete(prepared, upload, etags);
  if (etag === undefined) abort(upload);
  return etag;
}

export function begin(bucket: string, key: string): Upload | undefined {
  let id: string | undefined;
  const { failure } = ask({
    op: 'create_multipart',
    method: 'POST',
    bucket,
    key,
    query: { uploads: '' },
    expect: [200],
    verify({ body }) {
      id = typeof body === 'string' ? textOf(body, 'UploadId') : undefined;
      return id === undefined ? 'no_id' : undefined;
    },
  });
  return failure === undefined && id !== undefined ? { bucket, key, id } : undefined;
}

/** @param number from 1 @returns its ETag */
export function uploadPart(upload: Upload, number: number, body: Uint8Array): string | undefined {
  const { reply, failure } = ask(partOf(upload, number, body));
  return failure === undefined ? reply.headers.Etag : undefined;
}

/** All parts side by side. @returns their ETags; undefined when one failed */
export function uploadParts(upload: Upload, bodies: Uint8Array[]): string[] | undefined {
  const answers = askAll(bodies.map((body, index) => partOf(upload, index + 1, body)));
  if (answers.some(({ failure }) => failure !== undefined)) return undefined;
  return answers.map(({ reply }) => reply.headers.Etag ?? '');
}

function partOf({ bucket, key, id }: Upload, number: number, body: Uint8Array): S3Request {
  return {
    op: 'upload_part',
    method: 'PUT',
    bucket,
    key,
    query: { partNumber: number, uploadId: id },
    body,
    expect: [200],
    verify: ({ headers }) => (headers.Etag === undefined ? 'wrong_etag' : undefined),
  };
}

/**
 * S3 may answer 200 and say in the body that it failed. A part that was acknowledged and is not known any more is lost.
 * @returns the ETag of the object, empty where it says nothing of what is read
 */
export function complete(
  prepared: Prepared,
  { bucket, key, id }: Upload,
  etags: string[],
): string | undefined {
  const parts = etags.map(
    (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`,
  );
  let etag: string | undefined;
  const { failure } = ask({
    op: 'complete_multipart',
    method: 'POST',
    bucket,
    key,
    query: { uploadId: id },
    body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`,
    expect: [200, 400],
    verify({ status, body }) {
      const text = typeof body === 'string' ? body : '';
      if (textOf(text, 'Code') === 'InvalidPart') return 'lost_part';
      if (status === 400) return 'http_4xx';
      etag = textOf(text, 'ETag');
      return etag === undefined ? 'false_success' : undefined;
    },
  });
  if (failure !== undefined) return undefined;
  const told = etagIn(etag);
  if (!isLoad()) seeWhetherKept(prepared, key, told);
  if (prepared.partsEtagChanges !== true) return told;
  if (isLoad()) etagsChanged.add(1);
  return '';
}

/** Before the load, when nobody else can have put over it. */
function seeWhetherKept(prepared: Prepared, key: string, told: string): void {
  const { bucket } = prepared;
  const { reply, failure } = ask({ op: 'head', method: 'HEAD', bucket, key, expect: [200], keep: 'none' });
  const seen = etagIn(reply.headers.Etag);
  if (failure === undefined && seen !== '' && seen !== told) prepared.partsEtagChanges = true;
}

export function abort({ bucket, key, id }: Upload): void {
  ask({
    op: 'abort_multipart',
    method: 'DELETE',
    bucket,
    key,
    query: { uploadId: id },
    expect: [200, 204, 404],
  });
}
