import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuMs } from '../testing/cost.ts';
import { NameIndex } from './name-index.ts';

/** So many that their cost can be read from a clock. */
const PAGES = 2000;

const ENTRY = { sizeBytes: 1, createdAtMs: 0 };

test('pages follow the order of the names through additions and removals', () => {
  const index = new NameIndex([
    ['m', ENTRY],
    ['c', ENTRY],
  ]);
  for (const name of ['x', 'a', 'm', 'Z']) index.set(name, ENTRY);
  index.delete('c');
  index.delete('never there');
  assert.deepEqual(index.page('', 10), { names: ['Z', 'a', 'm', 'x'], more: false });
  assert.deepEqual(index.page('a', 1), { names: ['m'], more: true });
  assert.deepEqual(index.page('b', 2), { names: ['m', 'x'], more: false });
  assert.deepEqual(index.page('x', 5), { names: [], more: false });
  assert.equal(index.get('c'), undefined);
});

test('a page of a hundred thousand files costs about what a page of a thousand costs', () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `file-${String(i).padStart(6, '0')}`);
  const small = new NameIndex(names.slice(0, 1000).map((name) => [name, ENTRY]));
  const large = new NameIndex(names.map((name) => [name, ENTRY]));
  timeOfPages(small, names); // both run compiled code below
  const ratio = timeOfPages(large, names) / timeOfPages(small, names);
  assert.ok(ratio < 10, `a page took ${ratio} times as long; a scan of the names would take 100 times`);
});

function timeOfPages(index: NameIndex, names: readonly string[]): number {
  return cpuMs(() => {
    for (let i = 0; i < PAGES; i++)
      assert.equal(index.page(names[(i % 100) * 5] ?? '', 100).names.length, 100);
  });
}
