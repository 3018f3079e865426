import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClose, normals, oracle } from './fixtures/fixtures.ts';
import { hodgesLehmann } from './hodges-lehmann.ts';
import { mannWhitney } from './mann-whitney.ts';

interface OracleCase {
  name: string;
  before: number[];
  after: number[];
  shift: number;
  interval: Record<string, [low: number, high: number] | null>;
}

for (const { name, before, after, shift, interval } of oracle<{ cases: OracleCase[] }>('hodges-lehmann')
  .cases)
  test(`turning scipy's test around agrees: ${name}`, () => {
    for (const [confidence, expected] of Object.entries(interval)) {
      const actual = hodgesLehmann(before, after, Number(confidence));
      assert.ok(isClose(actual.shift, shift));
      const [low, high] = expected ?? [];
      assert.ok(
        isSame(actual.low, low) && isSame(actual.high, high),
        `${confidence}: ${JSON.stringify(actual)}`,
      );
    }
  });

test('the interval leaves 0 out just when the test finds a difference', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const [before, after] = pair(seed, 6, seed / 20);
    const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = hodgesLehmann(before, after);
    assert.equal(low > 0 || high < 0, mannWhitney(before, after).p <= 0.05, `${seed}`);
  }
});

test('the interval holds the true shift as often as it says, of few runs, of rounded ones and of many', () => {
  const PAIRS = 400;
  for (const [size, digits] of [
    [5, 6],
    [6, 0],
    [51, 6],
  ] as const) {
    let held = 0;
    for (let seed = 1; seed <= PAIRS; seed++) {
      const [before, after] = pair(seed, size, 2, digits);
      const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = hodgesLehmann(
        before,
        after,
      );
      if (low <= 2 && 2 <= high) held++;
    }
    assert.ok(held >= (0.95 - 3 * Math.sqrt((0.05 * 0.95) / PAIRS)) * PAIRS, `${held} of size ${size}`);
  }
});

test('three runs against three allow no interval of 95 %, and the shift is still told', () => {
  assert.deepEqual(hodgesLehmann([1, 2, 3], [4, 5, 6]), { shift: 3 });
});

function pair(seed: number, size: number, shift: number, digits = 6): [before: number[], after: number[]] {
  const normal = normals(seed);
  const sample = (middle: number) =>
    Array.from({ length: size }, () => Number((middle + normal()).toFixed(digits)));
  return [sample(10), sample(10 + shift)];
}

function isSame(actual: number | undefined, expected: number | undefined): boolean {
  return actual === undefined || expected === undefined ? actual === expected : isClose(actual, expected);
}
