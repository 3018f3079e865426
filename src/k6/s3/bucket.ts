/** The bucket of a load, or the part of one that is there: made ready before it, emptied after it. */
import crypto from 'k6/crypto';
import { etagIn } from '../../shared/s3/list-answer.ts';
import { type Wiped, wipe } from '../../shared/s3/wipe.ts';
import { note } from '../notes.ts';
import { RUN_PREFIX } from '../run-prefix.ts';
import { bytesFault, bytesOf, etagOf } from './content.ts';
import { region, s3, signer } from './endpoint.ts';
import { ask, type S3Answer, type S3Request } from './request.ts';

/** What setup() hands to every VU. */
export interface Prepared {
  bucket: string;
  /** What all keys of the run begin with. */
  prefix: string;
  made: boolean;
  /** Whether an ETag is the MD5 of what came in one request, as without encryption on the server. */
  etagIsMd5: boolean;
  /** Whether an object that came in parts has another ETag when it is read than its completion was answered with. */
  partsEtagChanges?: true;
}

/** Where a bucket of any name is made, no region is named. */
const REGION_WITHOUT_NAME = 'us-east-1';
const PROBE_BYTES = 1024;

/** @throws when the server does not take what every load does: nothing that follows would be its fault then */
export function prepareBucket(): Prepared {
  const given = s3.bucket;
  // Of this millisecond: a name that was in use a moment ago may not be free again yet.
  const bucket = given ?? `${RUN_PREFIX}${Date.now().toString(36)}`;
  const prefix = `${given === undefined ? '' : (s3.prefix ?? '')}${RUN_PREFIX}`;
  const made = given === undefined;
  if (made) makeBucket(bucket, prefix);
  else {
    insist(
      { op: 'head_bucket', method: 'HEAD', bucket, expect: [200] },
      'name a bucket that is there as s3.bucket',
    );
    note({ bucket, prefix });
  }
  return { bucket, prefix, made, etagIsMd5: tryOut(bucket, `${prefix}probe`) };
}

/** Does what a load needs of the bucket or its objects beforehand. @throws when the server does not do it */
export function setUp(request: S3Request): S3Answer {
  return insist(request, 'and to set it up for this scenario');
}

/** Empties it, in as far as the time for it lasts. */
export function clearBucket(prepared: Prepared): void {
  const { found, removed, stays } = drive(prepared);
  if (stays !== undefined)
    console.warn(`${found - removed} objects of this run are left on the service: ${stays}`);
}

function drive(wiped: Wiped) {
  const steps = wipe(wiped);
  for (let step = steps.next(); ; ) {
    if (step.done === true) return step.value;
    const { body, ...rest } = step.value;
    const { reply } = ask({
      ...rest,
      op: 'wipe',
      mayLack: true,
      expect: [200, 204],
      ...(body === undefined ? {} : { body, headers: { 'content-md5': crypto.md5(body, 'base64') } }),
    });
    step = steps.next({ status: reply.status, body: typeof reply.body === 'string' ? reply.body : '' });
  }
}

/** One that is there is somebody's: only a name that is free is taken, and it is noted before it is made. */
function makeBucket(bucket: string, prefix: string): void {
  insist(
    { op: 'head_bucket', method: 'HEAD', bucket, expect: [404] },
    `the name ${bucket} must be free for a bucket of this run`,
  );
  note({ bucket, prefix, made: true });
  const place = `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  insist(
    {
      op: 'create_bucket',
      method: 'PUT',
      bucket,
      expect: [200],
      ...(region === REGION_WITHOUT_NAME ? {} : { body: place }),
    },
    'name a bucket that is there as s3.bucket of the target file, if none may be made',
  );
}

/** @returns whether ETags are MD5 sums */
function tryOut(bucket: string, key: string): boolean {
  const name = 'probe';
  const put = insist(
    { op: 'put', method: 'PUT', bucket, key, body: bytesOf(name, PROBE_BYTES), expect: [200] },
    'the keys must be allowed to store objects in it',
  );
  const { reply } = insist(
    { op: 'get', method: 'GET', bucket, key, expect: [200], keep: 'binary' },
    'and to read them',
  );
  if (!(reply.body instanceof ArrayBuffer) || bytesFault(reply.body, name, PROBE_BYTES) !== undefined)
    throw new Error('S3: an object came back with different bytes than it was stored with, before any load');
  insist({ op: 'delete', method: 'DELETE', bucket, key, expect: [200, 204] }, 'and to remove them');
  return etagIn(put.reply.headers.Etag) === etagOf(name, PROBE_BYTES);
}

function insist(request: S3Request, advice: string): S3Answer {
  const answer = ask(request);
  if (answer.failure === undefined) return answer;
  const { reply, code } = answer;
  const said =
    reply.status === 0 ? reply.error : `status ${reply.status}${code === undefined ? '' : `, ${code}`}`;
  throw new Error(
    `S3: ${request.op} in the bucket ${request.bucket} was answered with ${said}; compare keys, region and style of the target file with the server${signer === undefined ? ' (requests were not signed: there are no keys, in the target file or as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)' : ''}: ${advice}`,
  );
}
