import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counter, evidenceOf, PING, summaryOf } from '../fixtures.ts';
import { objectsOf } from './objects.ts';

const SCENARIO = { ...PING, name: 's3/mixed', needs: ['s3'] };
const metric = (values: Record<string, number>) => ({ type: 'any', contains: 'default', values });

const objectsIn = (metrics: Record<string, Record<string, number>>, more = {}) =>
  objectsOf(
    evidenceOf({
      scenario: SCENARIO,
      summary: summaryOf(
        Object.fromEntries(Object.entries(metrics).map(([name, each]) => [name, metric(each)])),
      ),
      ...more,
    }),
  );

test('what moved is told by operation, over the load and not over what came before and after it', () => {
  const { operations } =
    objectsIn({
      'op_failed{op:get_large}': { passes: 0, fails: 60, rate: 0 },
      'op_duration{op:get_large}': { count: 60, 'p(99.9)': 900 },
      's3_bytes{op:get_large}': { count: 1_500_000_000 },
      'op_failed{op:put_large}': { passes: 0, fails: 0 },
    }) ?? {};
  assert.equal(operations?.length, 1);
  assert.equal(operations?.[0]?.megabytesPerSecond, 50);
  assert.deepEqual([operations?.[0]?.perSecond, operations?.[0]?.p999Ms], [2, 900]);
  assert.equal(objectsOf(evidenceOf({ summary: summaryOf({ op_failed: counter(1) }) })), undefined);
});

test('a code has its number and the first error of its kind, of which no more than an id is shown', () => {
  const firstErrors = [
    { operation: 'get', status: 418, code: 'Teapot', requestId: '<b>1\n' },
    { operation: 'put', status: 503, code: 'SlowDown', requestId: 'A1' },
    { operation: 'get', status: 503, code: 'SlowDown', requestId: 'A2' },
  ];
  const metrics = {
    's3_errors{code:SlowDown}': { count: 40 },
    's3_errors{code:other}': { count: 2 },
    's3_errors{code:NoSuchKey}': { count: 0 },
  };
  assert.deepEqual(objectsIn(metrics, { firstErrors })?.errors, [
    { code: 'SlowDown', count: 40, first: { operation: 'put', status: 503, requestId: 'A1' } },
    { code: 'other', count: 2, first: { operation: 'get', status: 418, code: 'Teapot', requestId: '?b?1?' } },
  ]);
});

test('how often the popular keys were read, beside what was declared', () => {
  const reads = {
    'op_duration{op:get_hot}': { count: 300 },
    'op_duration{op:get_cold}': { count: 700 },
    's3_first_byte{op:get_hot}': { count: 300, med: 2 },
    's3_first_byte{op:get_cold}': { count: 700, med: 5 },
  };
  const zipf = objectsIn(reads)?.access;
  assert.deepEqual([zipf?.hotShare, zipf?.declaredHotShare.toFixed(3), zipf?.coldByHot], [0.3, '0.565', 2.5]);
  const even = objectsIn(reads, { scenario: { ...SCENARIO, s3: { pool: { objects: 50, access: 'even' } } } });
  assert.equal(even?.access?.declaredHotShare, 0.1);
});
