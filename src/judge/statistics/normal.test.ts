import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClose, oracle } from './fixtures/fixtures.ts';
import { quantile, upperTail } from './normal.ts';

const ORACLE = oracle<Record<'upperTail' | 'quantile', [number, number][]>>('normal');

test('the upper tail is that of scipy, far out too', () => {
  for (const [z, expected] of ORACLE.upperTail)
    assert.ok(Math.abs(upperTail(z) / expected - 1) < 1e-9, `${z}`);
});

test('the quantile is that of scipy', () => {
  for (const [p, expected] of ORACLE.quantile) assert.ok(isClose(quantile(p), expected), `${p}`);
});

test('nothing lies beyond certainty', () => {
  assert.deepEqual([quantile(0), quantile(1)], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
});
