import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LaidOut } from '../../contract/contract.ts';
import { SMALLER_POOL } from '../doubts/laid-out.ts';
import { evidenceOf, summaryOf } from '../fixtures.ts';
import { judgeLayout } from './layout.ts';

const ALL: LaidOut = { asked: 100, stored: 100, failed: 0, unsent: 0 };

const evidenceWith = (laidOut: LaidOut) => evidenceOf({ summary: { ...summaryOf({}), laidOut } });
const judged = (laidOut: LaidOut) =>
  judgeLayout(evidenceWith(laidOut)).map(({ status, value }) => [status, value]);

test('uploads that fail before the load are told with their number and the first status', () => {
  const some = { ...ALL, stored: 90, failed: 10, first: { kind: 'http_unavailable', status: 503 } };
  const [finding] = judgeLayout(evidenceWith(some));
  assert.equal(finding?.status, 'warning');
  assert.equal(
    finding?.message,
    '10 of 100 uploads before the load failed, the first with status 503 (http_unavailable); the load read from the 90 that were stored',
  );
});

test('datasets that could not be made are told as such', () => {
  const some: LaidOut = {
    what: 'datasets',
    asked: 5,
    stored: 4,
    failed: 1,
    unsent: 0,
    first: { kind: 'http_unavailable', status: 503 },
  };
  assert.equal(
    judgeLayout(evidenceWith(some))[0]?.message,
    '1 of 5 datasets to be made before the load failed, the first with status 503 (http_unavailable); the load worked on the 4 that were stored',
  );
});

test('a service that refuses many of them, or all, is critical', () => {
  const first = { kind: 'http_5xx', status: 500 };
  assert.deepEqual(judged({ ...ALL, stored: 80, failed: 20, first }), [['critical', 20]]);
  assert.deepEqual(judged({ ...ALL, stored: 0, failed: 3, first }), [['critical', 3]]);
});

test('nothing is found where all were stored, where nothing is laid out, or where it was not the service', () => {
  assert.deepEqual(judged(ALL), []);
  assert.deepEqual(judgeLayout(evidenceOf()), []);
  assert.deepEqual(judged({ ...ALL, stored: 60, unsent: 3 }), []);
});

test('a pool that is smaller for another reason is never silent', () => {
  const seen = (laidOut: LaidOut) => SMALLER_POOL.seen(evidenceWith(laidOut));
  assert.equal(
    seen({ ...ALL, stored: 40 }),
    'the load read from 40 of 100 files: storing them took too long',
  );
  assert.match(
    seen({ ...ALL, stored: 60, unsent: 3 }) ?? '',
    /3 of those to be stored before the load never left this machine$/,
  );
  assert.equal(seen(ALL), undefined);
  assert.equal(SMALLER_POOL.seen(evidenceOf()), undefined);
});
