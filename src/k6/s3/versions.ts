/** Objects of which the server keeps what was there before. */

import { NOT_SUPPORTED } from '../../contract/contract.ts';
import { versionPageIn } from '../../shared/s3/list-answer.ts';
import { textOf } from '../../shared/s3/xml.ts';
import { type Prepared, setUp } from './bucket.ts';
import { bytesFault, bytesOf } from './content.ts';
import { bodyFault, bytesChecked } from './objects.ts';
import { ask, type S3Answer } from './request.ts';

const OBJECT_BYTES = 4096;
const VERSIONS = 2;

/** Of a bucket that was there nothing is changed: it keeps versions, or is not fit for this. */
export function keepVersions({ bucket, made }: Prepared): void {
  if (made)
    setUp({
      op: 'put_versioning',
      method: 'PUT',
      bucket,
      query: { versioning: '' },
      body: '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>',
      expect: [200],
    });
  const { reply } = setUp({
    op: 'get_versioning',
    method: 'GET',
    bucket,
    query: { versioning: '' },
    expect: [200],
  });
  if (typeof reply.body === 'string' && textOf(reply.body, 'Status') === 'Enabled') return;
  throw new Error(
    made
      ? `S3: ${NOT_SUPPORTED}: versioning (it was taken, and is not enabled)`
      : `S3: the bucket ${bucket} keeps no versions, and is not changed; name one that does, or leave s3.bucket out`,
  );
}

/** Written twice, read by version and without, removed behind a marker, listed, and removed for good. */
export function lifeOfVersions({ bucket, prefix }: Prepared, name: string): void {
  const key = `${prefix}${name}`;
  const about = { bucket, key };
  const ids = Array.from({ length: VERSIONS }, (_, index) => putVersion(about, `${name} ${index}`));
  const known = ids.filter((id) => id !== undefined);
  if (known.length === VERSIONS) {
    known.forEach((id, index) => {
      const content = `${name} ${index}`;
      ask({ ...about, op: 'get_version', method: 'GET', query: { versionId: id }, ...reads(content) });
    });
    ask({ ...about, op: 'get', method: 'GET', ...reads(`${name} ${VERSIONS - 1}`) });
  }
  const { reply, failure } = ask({ ...about, op: 'delete', method: 'DELETE', expect: [200, 204] });
  if (failure === undefined && known.length === VERSIONS) {
    ask({
      ...about,
      op: 'get_removed',
      method: 'GET',
      expect: [200, 404],
      verify: ({ status }) => (status === 404 ? undefined : 'not_removed'),
    });
    listVersions(bucket, key, VERSIONS + 1);
  }
  const marker = reply.headers['X-Amz-Version-Id'];
  for (const id of [...known, ...(marker === undefined ? [] : [marker])])
    ask({ ...about, op: 'delete_version', method: 'DELETE', query: { versionId: id }, expect: [200, 204] });
}

function putVersion(about: { bucket: string; key: string }, content: string): string | undefined {
  const { reply, failure }: S3Answer = ask({
    ...about,
    op: 'put',
    method: 'PUT',
    body: bytesOf(content, OBJECT_BYTES),
    expect: [200],
    verify: ({ headers }) => (headers['X-Amz-Version-Id'] === undefined ? 'no_id' : undefined),
  });
  return failure === undefined ? reply.headers['X-Amz-Version-Id'] : undefined;
}

function reads(content: string) {
  return {
    expect: [200],
    acknowledged: true,
    keep: 'binary' as const,
    verify: (answer: S3Answer['reply']) =>
      bodyFault(answer, (bytes) => bytesFault(bytes, content, OBJECT_BYTES)),
    checked: bytesChecked,
  };
}

function listVersions(bucket: string, key: string, count: number): void {
  ask({
    op: 'list_versions',
    method: 'GET',
    bucket,
    query: { versions: '', prefix: key },
    expect: [200],
    verify({ body }) {
      const page = typeof body === 'string' ? versionPageIn(body) : undefined;
      if (page === undefined) return 'false_success';
      const own = page.objects.filter((each) => each.key === key);
      if (own.length < count) return 'list_gap';
      return own.length > count ? 'list_twice' : undefined;
    },
  });
}
