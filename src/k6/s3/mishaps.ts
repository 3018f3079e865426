/** What goes wrong between a client and a server that does nothing wrong, and what must come of it. */
import { sleep } from 'k6';
import crypto from 'k6/crypto';
import type { Prepared } from './bucket.ts';
import { bytesFault, bytesOf } from './content.ts';
import { abort, begin, uploadPart } from './multipart.ts';
import { bodyFault, bytesChecked, expectGone, lookAt, put, readRange } from './objects.ts';
import { ask, cutOff } from './request.ts';
import { noUploadLeft } from './uploads.ts';

const SMALL_BYTES = 20_000;
/** More than the buffers of a connection on one machine take in, so that the server is still waiting when it ends. */
const CUT_BYTES = 8_000_000;
const CUT_AFTER_MS = 3;
const PART_BYTES = 1_000_000;
const SLOW_BYTES = 400_000;
const SLOW_STEP_BYTES = 100_000;
const SLOW_PAUSE_SECONDS = 0.1;
const SLOW_DOWN = 503;
const MAX_TRIES = 6;
const FIRST_PAUSE_SECONDS = 0.05;

/** A body that is not what its checksum says must be refused, and not be there afterwards. */
export function wrongChecksum({ bucket, prefix }: Prepared, name: string): void {
  const key = `${prefix}${name}`;
  const wrong = crypto.md5(`not ${name}`, 'base64');
  const { failure } = ask({
    op: 'put_wrong_checksum',
    method: 'PUT',
    bucket,
    key,
    headers: { 'content-md5': wrong },
    body: bytesOf(name, SMALL_BYTES),
    expect: [200, 400],
    verify: ({ status }) => (status === 400 ? undefined : 'checksum_ignored'),
  });
  if (failure === undefined) expectGone(bucket, key);
}

export function givenUpUpload({ bucket, prefix }: Prepared, name: string): void {
  const key = `${prefix}${name}`;
  const upload = begin(bucket, key);
  if (upload === undefined) return;
  uploadPart(upload, 1, bytesOf(name, PART_BYTES));
  abort(upload);
  noUploadLeft(bucket, key);
  expectGone(bucket, key);
}

/** An upload that breaks off leaves all of the object or nothing. */
export function cutUpload({ bucket, prefix }: Prepared, name: string): void {
  const key = `${prefix}${name}`;
  cutOff(
    { op: 'cut', method: 'PUT', bucket, key, body: bytesOf(name, CUT_BYTES), expect: [200] },
    CUT_AFTER_MS,
  );
  lookAt(bucket, key, ({ status, headers }) =>
    status === 404 || headers['Content-Length'] === String(CUT_BYTES) ? undefined : 'half_stored',
  );
  ask({ op: 'delete', method: 'DELETE', bucket, key, expect: [200, 204] });
}

/** Exponential backoff with full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
export function insistentPut({ bucket, prefix }: Prepared, name: string): void {
  const key = `${prefix}${name}`;
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const isLast = tries === MAX_TRIES;
    const expect = isLast ? [200] : [200, SLOW_DOWN];
    const { reply, failure } = ask({
      op: 'put',
      method: 'PUT',
      bucket,
      key,
      body: bytesOf(name, SMALL_BYTES),
      expect,
    });
    if (failure !== undefined) return;
    if (reply.status === 200) break;
    sleep(Math.random() * FIRST_PAUSE_SECONDS * 2 ** tries);
  }
  ask({
    op: 'get',
    method: 'GET',
    bucket,
    key,
    expect: [200],
    acknowledged: true,
    keep: 'binary',
    verify: (answer) => bodyFault(answer, (bytes) => bytesFault(bytes, name, SMALL_BYTES)),
    checked: bytesChecked,
  });
  ask({ op: 'delete', method: 'DELETE', bucket, key, expect: [200, 204] });
}

/**
 * A reader that takes an object bit by bit, with pauses, gets all of it from one write. k6 reads what has come at once, so that it
 * pauses between ranges and not within an answer.
 */
export function slowRead(prepared: Prepared, name: string): void {
  const { bucket, prefix } = prepared;
  const key = `${prefix}${name}`;
  if (put(prepared, 'put', { key, name, size: SLOW_BYTES }, false) === undefined) return;
  for (let from = 0; from < SLOW_BYTES; from += SLOW_STEP_BYTES) {
    sleep(SLOW_PAUSE_SECONDS);
    const range = [from, from + SLOW_STEP_BYTES] as const;
    readRange(prepared, key, range, (bytes) => bytesFault(bytes, name, SLOW_BYTES, range));
  }
  ask({ op: 'delete', method: 'DELETE', bucket, key, expect: [200, 204] });
}
