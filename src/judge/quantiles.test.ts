import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latenessShare, valuesOf } from './quantiles.ts';

const TREND = { min: 1, med: 10, 'p(90)': 50, 'p(95)': 75, 'p(99)': 95, max: 100 };

test('the share that is late is what the percentiles prove, not more', () => {
  const shares = [1, 2, 10, 11, 50, 75, 76, 95, 96, 101].map((ms) => latenessShare(TREND, ms));
  assert.deepEqual(shares, [1, 0.5, 0.5, 0.1, 0.1, 0.05, 0.01, 0.01, 0, 0]);
  assert.equal(latenessShare({}, 1), 0);
});

test('values that stand for a distribution have its percentiles', () => {
  const values = valuesOf(TREND, 1000);
  assert.equal(values.length, 1000);
  assert.ok(values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0)));
  for (const [at, expected] of [
    [0.5, 10],
    [0.9, 50],
    [0.99, 95],
  ] as const)
    assert.ok(Math.abs((values[at * 1000] ?? 0) - expected) < 0.5, `${at}: ${values[at * 1000]}`);
  assert.deepEqual(valuesOf({ max: 7 }, 2), [7, 7]);
});
