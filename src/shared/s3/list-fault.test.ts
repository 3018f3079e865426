import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listFault, objectId } from './list-fault.ts';

const there = new Map([
  ['p/1', { size: 5, etag: 'a' }],
  ['p/2', { size: 6, etag: 'b2' }],
]);
const replaced = new Set([objectId({ key: 'p/2', etag: 'b1' })]);
const known = { own: 'p/', there, unsure: new Set(['p/9']), replaced };
const one = { key: 'p/1', size: 5, etag: 'a' };
const two = { key: 'p/2', size: 6, etag: 'b2' };

test('what is there, once and as it was stored, is no fault, and neither is what nobody knows of', () => {
  assert.equal(listFault([one, two], known), undefined);
  assert.equal(listFault([one, two, { key: 'p/9', size: 1, etag: 'x' }], known), undefined);
  assert.equal(listFault([one, { ...two, etag: '' }], known), undefined);
  assert.equal(listFault([one, two, { key: 'other', size: 1, etag: 'x' }], known), undefined);
});

test('a list that only lacks an object has a gap; one that shows former ones with it is stale', () => {
  assert.equal(listFault([one], known), 'list_gap');
  assert.equal(listFault([{ ...two, etag: 'b1' }], known), 'list_stale');
  assert.equal(listFault([one, two, { key: 'p/3', size: 1, etag: 'gone' }], known), 'list_stale');
});

test('an object shown twice, of another size or with the ETag of a former write', () => {
  assert.equal(listFault([one, one, two], known), 'list_twice');
  assert.equal(listFault([{ ...one, size: 4 }, two], known), 'wrong_etag');
  assert.equal(listFault([one, { ...two, etag: 'b1' }], known), 'wrong_etag');
});
