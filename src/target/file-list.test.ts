import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileList } from './file-list.ts';
import { NameIndex } from './name-index.ts';
import { call, formOf, json, serve } from './test-service.ts';

/** A list over an index that counts how often it is asked. */
function countedList() {
  const index = new NameIndex([['a', { sizeBytes: 1, createdAtMs: 0 }]]);
  const counted = { index, pages: 0 };
  const list = new FileList({
    page: (after, limit) => {
      counted.pages += 1;
      return index.page(after, limit);
    },
    entry: (name) => index.get(name),
    version: () => index.changes,
  });
  return { counted, ids: (after = '', limit = 10) => idsOf(list.page(after, limit)) };
}

function idsOf(page: Uint8Array): string[] {
  return JSON.parse(Buffer.from(page).toString()).files.map(({ id }: { id: string }) => id);
}

test('a page that was given is given again without asking the storage', () => {
  const { counted, ids } = countedList();
  for (let i = 0; i < 5; i++) assert.deepEqual(ids(), ['a']);
  assert.equal(counted.pages, 1);
  assert.deepEqual(ids('a'), []);
  assert.deepEqual(ids('', 1), ['a']);
  assert.equal(counted.pages, 3, 'another page is another answer');
});

test('every change of a file makes the next page a new one', () => {
  const { counted, ids } = countedList();
  assert.deepEqual(ids(), ['a']);
  counted.index.set('b', { sizeBytes: 1, createdAtMs: 0 });
  assert.deepEqual(ids(), ['a', 'b']);
  counted.index.delete('a');
  assert.deepEqual(ids(), ['b']);
  counted.index.delete('a');
  assert.deepEqual(ids(), ['b']);
  assert.equal(counted.pages, 3, 'what was not there changes nothing');
});

test('over HTTP the list tells of uploads, replacements, batches and deletions at once', async (t) => {
  const url = await serve(t);
  const listed = async () =>
    json(await call(url, 'GET', '/files')).files.map(
      ({ id, size }: { id: string; size: number }) => `${id} ${size}`,
    );
  assert.deepEqual(await listed(), []);
  await call(url, 'PUT', '/files/a', 'x');
  assert.deepEqual(await listed(), ['a 1']);
  await call(url, 'PUT', '/files/a', 'xx');
  assert.deepEqual(await listed(), ['a 2']);
  const { body, headers } = formOf({ b: 'xxx' });
  await call(url, 'POST', '/batch', body, headers);
  assert.deepEqual(await listed(), ['a 2', 'b 3']);
  assert.deepEqual(await listed(), ['a 2', 'b 3']);
  await call(url, 'DELETE', '/files/a');
  assert.deepEqual(await listed(), ['b 3']);
  const head = await call(url, 'HEAD', '/files');
  assert.equal(head.headers['content-type'], 'application/json');
});
