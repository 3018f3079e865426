import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ranks, tieSizes } from './ranks.ts';

test('ranks follow the values, and equal values share theirs', () => {
  assert.deepEqual(ranks([30, 10, 20]), [3, 1, 2]);
  assert.deepEqual(ranks([5, 1, 5, 9, 5]), [3, 1, 3, 5, 3]);
  assert.deepEqual(ranks([]), []);
});

test('ties are counted by value, in ascending order', () => {
  assert.deepEqual(tieSizes([2, 10, 2, 1, 2, 10]), [1, 3, 2]);
});
