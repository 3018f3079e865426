import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketsOf, thin } from './thin.ts';

test('a short axis stays as it is', () => {
  const time = [0, 1, 2, 3];
  const columns = [[1, null, 3, 4]];
  assert.deepEqual(thin(time, columns, 2), { time, columns });
});

test('one second in eight hours that stood out is still there', () => {
  const time = Array.from({ length: 28_800 }, (_, second) => second);
  const quiet = time.map((second) => (second === 12_345 ? 900 : 10));
  const full = time.map((second) => (second === 20_000 ? 0 : 50));
  const thinned = thin(time, [quiet, full], bucketsOf(1));
  assert.equal(thinned.time.length, 1200);
  assert.ok(thinned.columns.every((column) => column.length === 1200));
  assert.equal(Math.max(...(thinned.columns[0] as number[])), 900);
  assert.equal(Math.min(...(thinned.columns[1] as number[])), 0);
  assert.deepEqual([thinned.time[0], thinned.time.at(-1)], [0, 28_799]);
});

test('the two values of a bucket keep the order in which they came', () => {
  const time = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(thin(time, [[1, 5, 2, 9, 4, 3]], 2), { time: [0, 2, 3, 5], columns: [[1, 5, 9, 3]] });
});

test('a stretch without a reading stays empty', () => {
  const time = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(thin(time, [[null, null, null, 1, null, 2]], 2).columns, [[null, null, 1, 2]]);
});

test('the more scenarios share a report the coarser each is, but never too coarse for a chart', () => {
  assert.deepEqual([1, 3, 7, 21, 60].map(bucketsOf), [600, 600, 300, 100, 100]);
});
