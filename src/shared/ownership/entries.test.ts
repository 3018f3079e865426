import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alreadyIn, carries, entriesOf, missingFrom, othersIn } from './entries.ts';

const list = (...files: object[]) => entriesOf(JSON.stringify({ total: files.length, files }));
const MINE = { id: 3, name: 'mine.bin', size: 9, tags: ['new'] };

test('an entry is known by its names and ids, not by what changes', () => {
  const [first] = list({ id: 1, name: 'a.txt', size: 9, owner: { id: 7 }, url: '/x?sign=1' });
  assert.deepEqual(first?.parts, [
    { key: 'id', value: '1' },
    { key: 'name', value: 'a.txt' },
    { key: 'id', value: '7' },
  ]);
});

test('what is missing is told by its name, however often others look like it', () => {
  const before = list({ id: 1, name: 'a.txt' }, { id: 2, name: 'a.txt' }, { id: 4, name: 'b.txt' });
  assert.deepEqual(missingFrom(list({ id: 2, name: 'a.txt' }), before), ['a.txt', 'b.txt']);
  assert.deepEqual(missingFrom(list({ id: 4, name: 'b.txt', size: 1 }, { id: 1, name: 'a.txt' }), before), [
    'a.txt',
  ]);
  const twice = entriesOf('["x","x"]');
  assert.deepEqual(missingFrom(entriesOf('["x"]'), twice), ['x']);
  assert.deepEqual(missingFrom(twice, twice), []);
});

test('our entry may be missing with all that is within it', () => {
  const before = list({ id: 1, name: 'a.txt' }, MINE);
  const others = othersIn(before, (entry) => carries(entry, 'mine.bin'));
  assert.deepEqual(missingFrom(list({ id: 1, name: 'a.txt' }), others), []);
  assert.equal(others.length, 1);
});

test('a new entry that does not carry our name is none of those that were there', () => {
  const before = list({ id: 1, name: 'a.txt' });
  assert.equal(alreadyIn(before, list({ id: 1, name: 'a.txt' }, { id: 2, name: 'MINE' })).length, 1);
});

test('pages, XML, lines, and objects by name have entries too', () => {
  const names = (text: string) => entriesOf(text).map(({ parts }) => parts[0]?.value);
  assert.deepEqual(names('<a href="/f/a.txt">a.txt</a> 2.5 KB'), ['a.txt', 'a.txt']);
  assert.deepEqual(names('<d:href>/dav/b.tar.gz</d:href>'), ['b.tar.gz']);
  assert.deepEqual(names('3 files\nc.pdf 17\n'), ['c.pdf']);
  assert.deepEqual(names('{"a":{"size":1},"b":{"size":2}}'), ['a', 'b']);
  for (const text of ['', 'null', '7', '"x"', '{"ok":true}']) assert.deepEqual(names(text), []);
});
