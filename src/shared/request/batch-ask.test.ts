import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchAsk, batchDownloadOf, batchPath } from './batch-ask.ts';

const FILES = [
  { name: 'a.bin', id: '7' },
  { name: 'b c.bin', id: 'x/9' },
];

test('files are asked for by ids or names, in a body or in the path', () => {
  assert.deepEqual(batchAsk({}, FILES), { ids: ['7', 'x/9'] });
  assert.deepEqual(batchAsk({ ask: '{names}' }, FILES), ['a.bin', 'b c.bin']);
  assert.deepEqual(batchAsk({ ask: { files: [{ keys: '{ids}' }], form: 'zip', deep: 1 } }, FILES), {
    files: [{ keys: ['7', 'x/9'] }],
    form: 'zip',
    deep: 1,
  });
  assert.equal(batchPath('/zip?ids={ids}&names={names}', FILES), '/zip?ids=7,x%2F9&names=a.bin,b%20c.bin');
});

test('a path that says which files is got, another is posted to', () => {
  const methods = ['/zip?ids={ids}', '/zip', { path: '/zip', method: 'GET' as const }].map(
    (download) => batchDownloadOf({ upload: '/', download }).method,
  );
  assert.deepEqual(methods, ['GET', 'POST', 'GET']);
});
