import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClose, normals, oracleSeries } from './fixtures/fixtures.ts';
import { mannKendall } from './mann-kendall.ts';
import { theilSen } from './theil-sen.ts';

for (const { name, values, theilSen: expected } of oracleSeries())
  test(`scipy.stats.theilslopes agrees: ${name}`, () => {
    for (const [confidence, [low, high]] of Object.entries(expected.interval)) {
      const actual = theilSen(values, { confidence: Number(confidence) });
      const pairs = { ...expected, interval: undefined, low, high };
      for (const what of ['slope', 'intercept', 'low', 'high'] as const)
        assert.ok(
          isClose(actual[what], pairs[what]),
          `${confidence} ${what}: ${actual[what]}, expected ${pairs[what]}`,
        );
    }
  });

test('one outlier does not move the line', () => {
  const values = Array.from({ length: 20 }, (_, index) => 5 + 2 * index);
  values[7] = 1e6;
  assert.equal(theilSen(values).slope, 2);
});

test('a larger variance makes a wider interval', () => {
  const normal = normals(1);
  const values = Array.from({ length: 40 }, () => normal());
  const { variance } = mannKendall(values);
  const narrow = theilSen(values, { variance });
  const wide = theilSen(values, { variance: 4 * variance });
  assert.ok(wide.low < narrow.low && wide.high > narrow.high);
  assert.deepEqual(theilSen(values), narrow);
});
