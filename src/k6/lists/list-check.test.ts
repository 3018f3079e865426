import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ListCheck } from './list-check.ts';

const names = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `bb-1-${from + i}.bin`);
const entry = (id: string, more = {}) => ({ id, size: 5, ...more });
const whole = (ids: string[]) => JSON.stringify({ files: ids.map((id) => entry(id)), next: null });
const bare = (ids: string[]) => JSON.stringify(ids.map((id) => entry(id)));

/** What is said of the last of these lists, each asked for while the file beside it was there. */
function lastOf(lists: [text: string, own: string][]): string {
  const check = new ListCheck();
  const all = lists.map(([text, own]) => check.compare(text, own));
  const last = all.at(-1);
  return last?.fault ?? (last?.told ? 'fine' : 'untold');
}

test('a list that says it is complete must show what was acknowledged before', () => {
  assert.equal(lastOf([[whole(['a.bin', 'b.bin']), 'a.bin']]), 'fine');
  assert.equal(
    lastOf([
      [whole(['a.bin']), 'a.bin'],
      [whole(['b.bin']), 'c.bin'],
    ]),
    'list_gap',
  );
});

test('a list that is shorter than one before had room, and says nothing of pages', () => {
  const full = names(20);
  const lists = (count: number): [string, string][] => [
    [bare(full), full[3] ?? ''],
    [bare(names(count, 100)), 'own.bin'],
  ];
  assert.equal(lastOf(lists(10)), 'list_gap');
  assert.equal(lastOf(lists(20)), 'untold');
  assert.equal(lastOf(lists(19)), 'untold');
});

test('a page that moves is no gap, however it says that more follows', () => {
  const first: [string, string] = [whole(names(9)), names(1)[0] ?? ''];
  const page = { files: [entry('x.bin')] };
  for (const more of [
    { next: '/files?after=x' },
    { has_more: true },
    { total: 50 },
    { meta: { cursor: 'x' }, next: null },
  ])
    assert.equal(lastOf([first, [JSON.stringify({ ...page, ...more }), 'own.bin']]), 'untold');
  const check = new ListCheck();
  check.compare(...first);
  assert.equal(check.compare(whole(['x.bin']), 'own.bin', true).told, false);
});

test('a list that shows files by their ids is held to them, and to what was removed', () => {
  const check = new ListCheck();
  const compared = (ids: string[], name: string, id: string) =>
    check.compare(whole(ids), name, false, [name, id]).fault ?? 'fine';
  assert.equal(compared(['f00d-one', 'f00d-two'], 'bb-1.bin', 'f00d-one'), 'fine');
  assert.equal(compared(['f00d-two'], 'bb-2.bin', 'f00d-three'), 'list_gap');
  assert.equal(compared(['f00d-one'], 'bb-1.bin', 'f00d-one'), 'fine');
  check.removed('bb-1.bin');
  assert.equal(compared(['f00d-one', 'f00d-four'], 'bb-3.bin', 'f00d-four'), 'list_stale');
});

test('a list that never shows names, or shows them somewhere else, lacks nothing', () => {
  const ids = JSON.stringify({ files: [{ id: 7 }], next: null });
  assert.equal(
    lastOf([
      [ids, 'a.bin'],
      [ids, 'b.bin'],
    ]),
    'untold',
  );
  const keyed = JSON.stringify({ files: { 'b.bin': {} }, next: null });
  assert.equal(
    lastOf([
      [whole(['a.bin']), 'a.bin'],
      [keyed, 'b.bin'],
    ]),
    'untold',
  );
});

/** What a list says after a.bin was removed. */
function afterRemoval(text: string): string | undefined {
  const check = new ListCheck();
  check.compare(whole(['a.bin']), 'a.bin');
  check.removed('a.bin');
  return check.compare(text, 'b.bin').fault;
}

test('a removed file that is shown as before is stale, one that is marked or in the bin is not', () => {
  assert.equal(afterRemoval(whole(['a.bin', 'b.bin'])), 'list_stale');
  assert.equal(afterRemoval(whole(['b.bin'])), undefined);
  const [gone, own] = [entry('a.bin', { deleted: true }), entry('b.bin')];
  assert.equal(afterRemoval(JSON.stringify({ files: [gone, own], next: null })), undefined);
  assert.equal(afterRemoval(JSON.stringify({ files: [own], bin: [entry('a.bin')] })), undefined);
});

test('a name that begins as another does is not taken for it', () => {
  const check = new ListCheck();
  check.compare(whole(['d-12', 'd-1']), 'd-1');
  check.removed('d-1');
  assert.deepEqual(check.compare(whole(['d-12', 'e-1']), 'e-1'), { told: true });
});

test('lines of text are entries too', () => {
  const check = new ListCheck();
  assert.equal(check.compare('a.bin 5\nb.bin 5\n', 'a.bin').fault, undefined);
  check.removed('a.bin');
  assert.equal(check.compare('a.bin 5\nb.bin 5\n', 'b.bin').fault, 'list_stale');
});

test('a list that gives its entries as the total, and has fewer than another, had room', () => {
  const told = (ids: string[], total = ids.length) =>
    JSON.stringify({ files: ids.map((id) => entry(id)), total });
  const first: [string, string] = [told(names(5)), names(1)[0] ?? ''];
  assert.equal(lastOf([first, [told(names(4)), 'own.bin']]), 'list_gap');
  assert.equal(lastOf([first, [told(names(5, 1)), 'own.bin']]), 'untold', 'it may be a full page');
  assert.equal(lastOf([first, [told(names(4), 9), 'own.bin']]), 'untold', 'there are more');
  assert.equal(lastOf([first, [bare(names(4)), 'own.bin']]), 'untold', 'it says no total');
});

test('a file is in a list once, and in each of two lists in one answer', () => {
  assert.equal(lastOf([[whole(['a.bin', 'b.bin', 'a.bin']), 'a.bin']]), 'list_twice');
  const recent = JSON.stringify({ files: [entry('a.bin')], recent: [entry('a.bin')] });
  assert.equal(lastOf([[recent, 'a.bin']]), 'fine');
  const versions = JSON.stringify([entry('a.bin', { version: 1 }), entry('a.bin', { version: 2 })]);
  assert.equal(lastOf([[versions, 'a.bin']]), 'fine');
  assert.equal(lastOf([['<a href="a.bin">\n<a href="a.bin">\n', 'a.bin']]), 'fine');
});
