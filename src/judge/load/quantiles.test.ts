import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latenessShare, valuesOf } from './quantiles.ts';

const TREND = { min: 1, med: 10, 'p(90)': 50, 'p(95)': 75, 'p(99)': 95, max: 100 };

test('the share that is late is that of the percentiles, and between them in between', () => {
  const shares = [1, 10, 50, 75, 95, 101].map((ms) => Number(latenessShare(TREND, ms).toFixed(9)));
  assert.deepEqual(shares, [1, 0.5, 0.1, 0.05, 0.01, 0]);
  const between = latenessShare(TREND, 20);
  assert.ok(between < 0.5 && between > 0.1, String(between));
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
