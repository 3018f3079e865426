import type { Scenario } from '../../src/contract/contract.ts';
import { pacing } from '../../src/k6/parameters.ts';
import { k6Program } from '../../src/k6/program.ts';
import { listOwn } from '../../src/k6/s3/list.ts';
import { put } from '../../src/k6/s3/objects.ts';
import { OwnObjects } from '../../src/k6/s3/own-objects.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';

const USERS = 20;
const OBJECT_BYTES = 128;
/** Of all users together. */
const KEYS = { full: 100_000, quick: 5_000 };
/** The whole bucket is paged through once in so many turns; in the others a user's own part of it. */
const WHOLE_ONE_OF = 10;

export const scenario: Scenario = {
  suite: 's3',
  about: '100,000 keys (at quick pace 5,000), then lists by prefix and of all pages, by 20 users',
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

const { pace, vus = USERS } = pacing();
const share = Math.ceil(KEYS[pace] / vus);
const own = new OwnObjects(share);
let turns = 0;

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({
    operations: ['put', 'list'],
    turn(prepared) {
      const { bucket, prefix } = prepared;
      if (own.there.size + own.unsure.size < share) {
        const stored = put(prepared, 'put', { ...own.next(prefix), size: OBJECT_BYTES }, false);
        if (stored !== undefined) own.stored(stored);
        return;
      }
      const mine = own.prefix(prefix);
      const known = { bucket, there: own.there, unsure: own.unsure, own: mine };
      if (++turns % WHOLE_ONE_OF === 0) listOwn({ ...known, prefix });
      else listOwn({ ...known, prefix: mine });
    },
  }),
);
export default run;
