import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EachValue, weightedQuantile } from './weighted-quantile.ts';

type Weighted = [value: number, weight: number];

function eachOf(values: Weighted[]): EachValue {
  return (take) => {
    for (const [value, weight] of values) take(value, weight);
  };
}

/** By a sort of all values. */
function sorted(share: number, values: Weighted[]): number {
  const all = values.reduce((sum, [, weight]) => sum + weight, 0);
  let below = 0;
  for (const [value, weight] of [...values].sort(([a], [b]) => a - b)) {
    below += weight;
    if (below >= share * all) return value;
  }
  return values.reduce((most, [value]) => Math.max(most, value), 0);
}

/** The same in every run (Park and Miller, 1988). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('it is the very value that a sort of all values finds', () => {
  const next = numbers(7);
  for (let round = 0; round < 50; round++) {
    const spread = 10 ** (round % 7);
    // Of whole weights no sum depends on its order.
    const values = Array.from(
      { length: 1 + Math.floor(300 * next()) },
      (): Weighted => [next() < 0.1 ? 0 : spread ** next(), Math.ceil(5 * next())],
    );
    for (const share of [0, 0.5, 0.95, 0.999, 1])
      assert.equal(weightedQuantile(share, eachOf(values)), sorted(share, values), `${round} ${share}`);
  }
});

test('a heavy value counts as often as it weighs', () => {
  const values: Weighted[] = [
    [10, 94],
    [1000, 6],
  ];
  assert.equal(weightedQuantile(0.94, eachOf(values)), 10);
  assert.equal(weightedQuantile(0.95, eachOf(values)), 1000);
});

test('without values it is nothing, and of one it is that one', () => {
  assert.equal(weightedQuantile(0.95, eachOf([])), 0);
  assert.equal(weightedQuantile(0.95, eachOf([[3, 0.1]])), 3);
});
