/** What is asked of an object without its bytes. */

import { NOT_SUPPORTED } from '../../contract/contract.ts';
import { etagIn } from '../../shared/s3/list-answer.ts';
import { encodedKey } from '../../shared/s3/uri.ts';
import { elements, escaped, textOf } from '../../shared/s3/xml.ts';
import { isLoad } from '../load-vu.ts';
import type { Prepared } from './bucket.ts';
import { headFault, type StoredObject } from './objects.ts';
import { ask } from './request.ts';

export function head({ bucket }: Prepared, object: StoredObject): void {
  ask({
    op: 'head',
    method: 'HEAD',
    bucket,
    key: object.key,
    expect: [200],
    acknowledged: true,
    keep: 'none',
    // No bytes are asked for: a length that is wrong is as an ETag that is.
    verify: (answer) => (headFault(answer, object) === undefined ? undefined : 'wrong_etag'),
  });
}

/** @returns whether the server has taken them */
export function writeTags(prepared: Prepared, object: StoredObject, tags: Record<string, string>): boolean {
  const { bucket } = prepared;
  const { key } = object;
  const set = Object.entries(tags).map(
    ([name, value]) => `<Tag><Key>${escaped(name)}</Key><Value>${escaped(value)}</Value></Tag>`,
  );
  const body = `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${set.join('')}</TagSet></Tagging>`;
  const { failure } = ask({
    op: 'put_tags',
    method: 'PUT',
    bucket,
    key,
    query: { tagging: '' },
    body,
    expect: [200],
    acknowledged: true,
  });
  if (failure === undefined && !isLoad()) refuseOverwriting(prepared, object, body.length);
  return failure === undefined;
}

/** @throws when they were stored in place of the object: a server that does not look at `?tagging` takes them for its bytes */
function refuseOverwriting({ bucket }: Prepared, { key, size }: StoredObject, tagBytes: number): void {
  const { reply, failure } = ask({ op: 'head', method: 'HEAD', bucket, key, expect: [200], keep: 'none' });
  const length = Number(reply.headers['Content-Length']);
  if (failure === undefined && length === tagBytes && length !== size)
    throw new Error(
      `S3: ${NOT_SUPPORTED}: put_tags (?tagging is ignored, and the tags were stored in place of the object)`,
    );
}

/** They must be those that were written. */
export function readTags({ bucket }: Prepared, key: string, tags: Record<string, string>): void {
  ask({
    op: 'get_tags',
    method: 'GET',
    bucket,
    key,
    query: { tagging: '' },
    expect: [200],
    acknowledged: true,
    verify({ body }) {
      const read = typeof body === 'string' ? elements(body, 'Tag') : [];
      const isRight =
        read.length === Object.keys(tags).length &&
        read.every((tag) => tags[textOf(tag, 'Key') ?? ''] === textOf(tag, 'Value'));
      return isRight ? undefined : 'wrong_metadata';
    },
  });
}

/** S3 may answer 200 and say in the body that it failed. @returns the copy, which has the same bytes and so, of what came in one request, the same ETag */
export function copy({ bucket }: Prepared, object: StoredObject, to: string): StoredObject | undefined {
  const { failure } = ask({
    op: 'copy',
    method: 'PUT',
    bucket,
    key: to,
    headers: { 'x-amz-copy-source': `/${bucket}/${encodedKey(object.key)}` },
    expect: [200],
    acknowledged: true,
    verify({ body }) {
      const etag = typeof body === 'string' ? etagIn(textOf(body, 'ETag')) : '';
      if (etag === '') return 'false_success';
      return etag === object.etag ? undefined : 'wrong_etag';
    },
  });
  return failure === undefined ? { ...object, key: to } : undefined;
}
