import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program, turnName } from '../../src/k6/program.ts';
import type { Prepared } from '../../src/k6/s3/bucket.ts';
import { bytesOf, partName } from '../../src/k6/s3/content.ts';
import { abort, begin, complete, MULTIPART_OPERATIONS, uploadParts } from '../../src/k6/s3/multipart.ts';
import { get, getRange, remove } from '../../src/k6/s3/objects.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { noUploadLeft } from '../../src/k6/s3/uploads.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';

const USERS = 8;
/** The least that S3 takes as a part that is not the last. */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS = [PART_BYTES, PART_BYTES, 1_000_000];
/** One upload of so many is given up. */
const ABORT_ONE_OF = 5;

export const scenario: Scenario = {
  suite: 's3',
  about: 'objects of 11 MB in three parts side by side from 8 users, one of five given up',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 4, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 116, level: USERS },
  ],
  thinkSeconds: 0,
  requestTimeoutSeconds: 60,
  bodyBytes: 12_000_000,
  needs: ['s3'],
  limits: [p95('upload_part', 2000, 5000), p95('complete_multipart', 2000, 5000), ERROR_RATE],
};

let turns = 0;

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({
    operations: [...MULTIPART_OPERATIONS, 'list_uploads', 'get', 'get_range', 'delete'],
    trial(prepared) {
      giveUp(prepared, 'trial-given-up');
      bringUp(prepared, 'trial');
    },
    turn(prepared) {
      const name = turnName();
      if (++turns % ABORT_ONE_OF === 0) giveUp(prepared, name);
      else bringUp(prepared, name);
    },
  }),
);
export default run;

/** One that is given up leaves nothing. */
function giveUp({ bucket, prefix }: Prepared, name: string): void {
  const key = `${prefix}${name}`;
  const upload = begin(bucket, key);
  if (upload === undefined) return;
  uploadParts(upload, [bodyOf(name, PARTS.length - 1)]);
  abort(upload);
  noUploadLeft(bucket, key);
}

function bringUp(prepared: Prepared, name: string): void {
  const key = `${prepared.prefix}${name}`;
  const upload = begin(prepared.bucket, key);
  if (upload === undefined) return;
  const etags = uploadParts(
    upload,
    PARTS.map((_, part) => bodyOf(name, part)),
  );
  const etag = etags === undefined ? undefined : complete(prepared, upload, etags);
  if (etag === undefined) {
    abort(upload);
    return;
  }
  const object = { key, name, size: PARTS.reduce((sum, size) => sum + size, 0), etag };
  get(prepared, 'get', object, false);
  const part = turns % PARTS.length;
  const from = PART_BYTES * part;
  getRange(prepared, key, partName(name, part), from, from + (PARTS[part] ?? 0));
  remove(prepared, 'delete', object, false);
}

/** A copy, since several are sent at once. */
function bodyOf(name: string, part: number): Uint8Array {
  return bytesOf(partName(name, part), PARTS[part] ?? 0).slice();
}
