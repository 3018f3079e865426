import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counter, evidenceOf, summaryOf } from '../fixtures.ts';
import { judgeObjects } from './objects.ts';

const judged = (metrics: Record<string, number>) => {
  const counters = Object.entries(metrics).map(([name, count]) => [name, counter(count)]);
  return judgeObjects(evidenceOf({ summary: summaryOf(Object.fromEntries(counters)) })).map(
    ({ status, value, message }) => [status, value, message],
  );
};

test('a part that was acknowledged and is not known any more is critical, once is enough', () => {
  assert.deepEqual(judged({ op_errors_lost_part: 1 }), [
    [
      'critical',
      1,
      '1 answer to the completion of an upload knew nothing of a part that had been acknowledged before',
    ],
  ]);
});

test('a server that names another ETag after a multipart upload is a warning, since no object is damaged', () => {
  const [[status, value, message] = []] = judged({ s3_etags_changed: 7 });
  assert.deepEqual([status, value], ['warning', 7]);
  assert.match(String(message), /^7 objects that came in parts had another ETag/);
});

test('objects that are what they should be have no finding', () => {
  assert.deepEqual(judged({ s3_etags_changed: 0, op_errors_wrong_etag: 0 }), []);
});
