import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankSums } from './rank-sums.ts';

test('every draw is counted once, under twice its sum', () => {
  assert.deepEqual(waysOf([1, 2, 3, 4], 2), { 6: 1, 8: 1, 10: 2, 12: 1, 14: 1 });
  assert.deepEqual(waysOf([1, 2, 3], 0), { 0: 1 });
  assert.deepEqual(waysOf([1, 2, 3], 3), { 12: 1 });
});

test('shared ranks are halves, and draws that look the same are still several', () => {
  assert.deepEqual(waysOf([1.5, 1.5, 3], 2), { 6: 1, 9: 2 });
});

test('the largest that is asked for is counted to fifteen digits', () => {
  const ways = rankSums(
    Array.from({ length: 100 }, (_, index) => index + 1),
    50,
  );
  const all = ways.reduce((sum, count) => sum + count, 0);
  assert.ok(Math.abs(all / Number(100891344545564193334812497256n) - 1) < 1e-14);
});

/** Twice the sum → ways, without those of which there are none. */
function waysOf(ranks: number[], size: number): Record<string, number> {
  return Object.fromEntries([...rankSums(ranks, size).entries()].filter(([, ways]) => ways > 0));
}
