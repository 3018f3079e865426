import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listFields } from './list-fields.ts';

const NAME = 'bb-init-1.bin';
const fields = (list: unknown, id = NAME) => listFields(JSON.stringify(list), NAME, id);

test('entries, name and id are found wherever the file stands', () => {
  const items = [
    { id: 6, file: { name: 'other' } },
    { id: 7, file: { name: NAME } },
  ];
  assert.deepEqual(fields({ data: { items } }, '7'), { entries: 'data.items', name: 'file.name', id: 'id' });
  assert.deepEqual(fields([{ key: 'k', title: NAME }], 'k'), { name: 'title', id: 'key' });
  assert.deepEqual(fields([{ title: NAME }]), { name: 'title' });
});

test('the name itself is taken before an address that holds it', () => {
  assert.deepEqual(fields([{ url: `/files/${NAME}`, called: NAME }]), { name: 'called' });
  assert.deepEqual(fields([{ url: `/files/${NAME}` }]), { name: 'url' });
});

test('the id is that of the same entry', () => {
  const list = [
    { id: 'b', name: NAME },
    { ref: 'a', name: 'other' },
  ];
  assert.deepEqual(fields(list, 'a'), { name: 'name' });
});

test('a list of names, a map and what is no JSON have no fields', () => {
  for (const list of [[NAME], { files: { [NAME]: {} } }, { only: NAME }, null])
    assert.equal(fields(list), undefined);
  assert.equal(listFields(`<a href="${NAME}">`, NAME, '7'), undefined);
});

test('a key that no dotted path can name is passed over', () => {
  assert.equal(fields([{ 'a.b': NAME }]), undefined);
});
