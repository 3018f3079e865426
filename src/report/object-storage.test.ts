import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { K6Summary } from '../contract/contract.ts';
import { codesIn, objectFigures } from './object-storage.ts';

function summaryOf(metrics: Record<string, Record<string, number>>): K6Summary {
  return {
    schema: 'burstbox/summary/1',
    legs: [],
    testRunDurationMs: 10_000,
    checks: [],
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, values]) => [name, { type: 'any', contains: 'default', values }]),
    ),
  };
}

test('MB/s are those of the bytes of one operation, with its first byte and its tail', () => {
  const summary = summaryOf({
    's3_bytes{op:get_large}': { count: 500_000_000 },
    's3_first_byte{op:get_large}': { count: 50, 'p(95)': 12 },
    'op_duration{op:get_large}': { count: 50, 'p(99.9)': 900 },
    's3_bytes{op:put_small}': { count: 1_000_000 },
    's3_bytes{op:delete}': { count: 0 },
  });
  assert.deepEqual(objectFigures(summary, 'get_large'), {
    megabytesPerSecond: 50,
    firstByteP95Ms: 12,
    bytes: 500_000_000,
  });
  assert.deepEqual(objectFigures(summary, 'put_small'), { bytes: 1e6, megabytesPerSecond: 0.1 });
  assert.deepEqual(objectFigures(summary, 'delete'), {});
  assert.deepEqual(objectFigures(undefined, 'put_small'), {});
});

test('codes of errors are told by how often they came, and those that did not are left out', () => {
  const summary = summaryOf({
    's3_errors{code:NoSuchKey}': { count: 2 },
    's3_errors{code:SlowDown}': { count: 40 },
    's3_errors{code:other}': { count: 0 },
    s3_errors: { count: 42 },
  });
  assert.deepEqual(codesIn(summary), [
    { code: 'SlowDown', count: 40 },
    { code: 'NoSuchKey', count: 2 },
  ]);
});
