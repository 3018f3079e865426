import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entriesOf } from './entries.ts';
import { idsOf, isIdOf, isOwnRecord, ownIdShown } from './own-entry.ts';

const NAME = 'bb-1-1.bin';
const entries = (...files: object[]) => entriesOf(JSON.stringify({ files }));

test('a record is ours when our name stands in it alone, and not that of a folder that holds our file', () => {
  const isOwn = (record: unknown) => isOwnRecord(JSON.stringify(record), NAME);
  assert.ok(isOwn({ id: 7, name: NAME }));
  assert.ok(isOwn({ data: { id: 7, attributes: { name: `u/${NAME}`, size: 1 } } }));
  assert.ok(!isOwn({ id: 7, name: 'thesis.pdf' }));
  assert.ok(!isOwn({ id: 7, name: 'Documents', files: [{ name: NAME }] }));
  assert.ok(!isOwn({ id: 7, files: [{ name: NAME }] }));
  assert.ok(!isOwn({ id: 7, name: 'Documents', newest: { name: NAME } }));
  assert.ok(!isOwn([{ name: NAME }]));
  assert.ok(!isOwnRecord(`<p>${NAME}</p>`, NAME));
});

test('an id is ours when it stands in the entry with our name and in no other', () => {
  const hers = { id: 1, name: 'a', folder: 9 };
  assert.equal(ownIdShown(entries(hers, { id: 2, name: NAME }), NAME, '2'), true);
  assert.equal(ownIdShown(entries(hers, { id: 2, name: NAME }), NAME, '1'), false);
  assert.equal(ownIdShown(entries({ id: 7, name: 'a' }, { id: 7, name: NAME }), NAME, '7'), false);
  assert.equal(ownIdShown(entries(hers, { id: 2, name: NAME }), NAME, '3'), undefined);
});

test('ids of entries are not those of their owners', () => {
  const list = entries({ id: 1, owner_id: 4, name: 'a' }, { id: 2, owner_id: 4, name: 'b' });
  assert.deepEqual(idsOf(list), ['1', '2']);
  assert.ok(isIdOf(list, '2') && !isIdOf(list, '4'));
  assert.ok(isIdOf(entriesOf('[1, 2]'), '2'));
});
