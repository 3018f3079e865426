import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, medianOfSorted } from './median.ts';

test('the median is the middle one, or lies halfway between the two middle ones', () => {
  assert.equal(median([9, 1, 100]), 9);
  assert.equal(median([10, 9, 1, 2]), 5.5);
  assert.equal(median([-1]), -1);
  assert.equal(medianOfSorted([1, 2, 30]), 2);
});

test('nothing has no median, and asking leaves the values in their order', () => {
  assert.ok(Number.isNaN(median([])));
  const values = [3, 1, 2];
  median(values);
  assert.deepEqual(values, [3, 1, 2]);
});
