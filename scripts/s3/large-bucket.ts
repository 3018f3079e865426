import type { Scenario } from '../../src/contract/contract.ts';
import { legsOf } from '../../src/k6/border/legs.ts';
import { pacing } from '../../src/k6/parameters.ts';
import { k6Program } from '../../src/k6/program.ts';
import type { Prepared } from '../../src/k6/s3/bucket.ts';
import { listOwn } from '../../src/k6/s3/list.ts';
import { load } from '../../src/k6/s3/load.ts';
import { put } from '../../src/k6/s3/objects.ts';
import { OwnObjects } from '../../src/k6/s3/own-objects.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { listFolder } from '../../src/k6/s3/tree.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';
import { peakLevel } from '../../src/shared/load/shape.ts';
import { dealer } from '../../src/shared/s3/deck.ts';
import { LARGE_BUCKET_KEYS } from '../../src/shared/s3/sizes.ts';

const USERS = 20;
const OBJECT_BYTES = 128;
/** Keys of one folder: less than a page has, so that lists of folders and of their keys both go over pages. */
const FOLDER_KEYS = 100;
/**
 * Keys of a user at its first list. What is listed is checked while keys are still being laid out, too: whenever a user has twice as
 * many, so that lists, each longer than the one before, never take more of a load than laying out does.
 */
const FIRST_LIST_KEYS = 50;

export const scenario: Scenario = {
  suite: 's3',
  about: '100,000 keys (at quick pace 5,000), then lists by prefix, by folder and of all pages, by 20 users',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 4, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 296, level: USERS },
  ],
  thinkSeconds: 0,
  operations: 1,
  requestTimeoutSeconds: 30,
  needs: ['s3'],
  limits: [p95('put', 500, 2000), p95('list', 2000, 5000), ERROR_RATE],
};

const share = Math.ceil((load.keys ?? LARGE_BUCKET_KEYS[pacing().pace]) / peakLevel(legsOf(scenario)));
const own = new OwnObjects(share);
const deal = dealer<'own' | 'folders' | 'whole'>({ own: 6, folders: 3, whole: 1 });
let nextListKeys = FIRST_LIST_KEYS;

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({
    operations: ['put', 'list'],
    trial(prepared) {
      putOne(prepared);
      for (const what of ['own', 'folders', 'whole'] as const) list(prepared, what);
    },
    turn(prepared) {
      const keys = own.there.size + own.unsure.size;
      if (keys < share && keys < nextListKeys) return putOne(prepared);
      if (keys < share) nextListKeys *= 2;
      list(prepared, deal());
    },
  }),
);
export default run;

function putOne(prepared: Prepared): void {
  const { key, name } = own.next(prepared.prefix, FOLDER_KEYS);
  const stored = put(prepared, 'put', { key, name, size: OBJECT_BYTES }, false);
  if (stored === undefined) own.doubtful(key);
  else own.stored(stored);
}

function list({ bucket, prefix }: Prepared, what: 'own' | 'folders' | 'whole'): void {
  const mine = own.prefix(prefix);
  // Of a key that nobody knows of, nobody knows the folder either.
  if (what === 'folders' && own.unsure.size === 0) listFolder({ bucket }, mine, [], own.folders());
  else listOwn({ bucket, prefix: what === 'whole' ? prefix : mine, own: mine, ...own.known });
}
