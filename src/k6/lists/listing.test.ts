import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareLists, type Listing, shownIn } from './listing.ts';

const FIRST = ['bb-1-seed-0.bin', 'bb-1-seed-1.bin', 'bb-1-seed-2.bin', 'bb-1-seed-3.bin'];
const LAST = ['bb-1-seed-10.bin', 'bb-1-seed-11.bin'];
const ALL = [...FIRST, ...LAST];

/** A list of these files as a service may write it. */
function listed(names: string[]): string {
  return JSON.stringify({ files: names.map((id) => ({ id, size: 102_400 })), next: null });
}

function compared(earlier: string[], later: string[]): ReturnType<typeof compareLists> {
  const first: Listing = { names: FIRST, text: listed(earlier) };
  return compareLists(first, { names: ALL, text: listed(later) });
}

test('names are found in any format, and none within another', () => {
  assert.deepEqual(shownIn('<li>bb-1-seed-10.bin</li>', ALL), ['bb-1-seed-10.bin']);
  assert.deepEqual(shownIn('', ALL), []);
});

test('a list that shows everything lacks nothing', () => {
  assert.deepEqual(compared(FIRST, ALL), { shown: ALL, missing: [] });
});

test('a list that lacks a file and has room for later ones should show it', () => {
  const without = (names: string[]) => names.filter((name) => name !== 'bb-1-seed-2.bin');
  assert.deepEqual(compared(without(FIRST), without(ALL)).missing, ['bb-1-seed-2.bin']);
});

test('a file that the list lacks only of the last is given time', () => {
  assert.deepEqual(compared(FIRST, [...FIRST, 'bb-1-seed-10.bin']), {
    shown: [...FIRST, 'bb-1-seed-10.bin'],
    missing: [],
  });
});

test('a file that the list shows a little later is not missing', () => {
  assert.deepEqual(compared(FIRST.slice(0, 3), ALL), { shown: ALL, missing: [] });
});

test('a list that comes in pages lacks nothing, in whatever order it is', () => {
  const firstPage = FIRST.slice(0, 3);
  assert.deepEqual(compared(firstPage, firstPage), { shown: firstPage, missing: [] });
  const newest = [...LAST, 'bb-1-seed-3.bin'];
  assert.deepEqual(compared(FIRST.slice(1), newest), { shown: ['bb-1-seed-3.bin', ...LAST], missing: [] });
  const othersGaveWay = compared(['old-1.bin', 'old-2.bin', 'bb-1-seed-1.bin'], ['bb-1-seed-1.bin', ...LAST]);
  assert.deepEqual(othersGaveWay.missing, []);
});

test('a list that shows none of our names says nothing', () => {
  assert.deepEqual(compared([], []), { shown: [], missing: [] });
});
