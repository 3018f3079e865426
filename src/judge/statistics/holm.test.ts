import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClose, oracle } from './fixtures/fixtures.ts';
import { holm } from './holm.ts';

test('statsmodels agrees', () => {
  for (const { p, adjusted } of oracle<{ cases: { p: number[]; adjusted: number[] }[] }>('holm').cases) {
    const actual = holm(p);
    assert.ok(
      adjusted.every((expected, index) => isClose(actual[index] ?? Number.NaN, expected)),
      `${actual}, expected ${adjusted}`,
    );
  }
});

test('one test is left as it is, none gives none, and the argument stays', () => {
  const probabilities = [0.04, 0.01];
  assert.deepEqual([holm([0.03]), holm([]), holm(probabilities)], [[0.03], [], [0.04, 0.02]]);
  assert.deepEqual(probabilities, [0.04, 0.01]);
});
