import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesIn, fitsPath, pathTo } from './stored-file.ts';

const own = (text: string) => /mine-\d+/.exec(text)?.[0];

test('name and id are put into a path, encoded, and a placeholder within them is text', () => {
  const file = { name: 'a b', id: '{name}/../$&?x' };
  assert.equal(pathTo('/files/{id}/as/{name}')(file), '/files/%7Bname%7D%2F..%2F%24%26%3Fx/as/a%20b');
  assert.equal(pathTo('/files')(file), '/files');
});

test('an id that leads elsewhere, or that cannot be encoded, fits no path', () => {
  assert.deepEqual(['.', '..', '\uD800', 'x\uDC00'].map(fitsPath), [false, false, false, false]);
  assert.deepEqual(['...', 'a1', '😀', '../x'].map(fitsPath), [true, true, true, true]);
});

test('a list in JSON tells which files are ours and what their ids are', () => {
  const list = {
    data: {
      items: [
        { file: { name: 'uploads/mine-1' }, id: 7 },
        { file: { name: 'hers' }, id: 8 },
      ],
    },
  };
  const fields = { entries: 'data.items', name: 'file.name', id: 'id' };
  assert.deepEqual(filesIn(JSON.stringify(list), fields, own), [{ name: 'mine-1', id: '7' }]);
});

test('without entries the answer is the array, and without an id field the id is our name', () => {
  const text = JSON.stringify([{ name: 'mine-1' }, { name: 'mine-2' }]);
  assert.deepEqual(filesIn(text, { name: 'name' }, own), [
    { name: 'mine-1', id: 'mine-1' },
    { name: 'mine-2', id: 'mine-2' },
  ]);
});

test('a list that is none, and entries without a usable id, give no files', () => {
  const fields = { name: 'name', id: 'id' };
  for (const list of [null, {}, 'mine-1', [null, 1, 'mine-1', { name: 1 }, { name: 'mine-1' }]])
    assert.deepEqual(filesIn(JSON.stringify(list), fields, own), []);
  assert.deepEqual(filesIn('<html>', fields, own), []);
  assert.deepEqual(filesIn('[{"name":"mine-1","id":".."}]', fields, own), []);
});
