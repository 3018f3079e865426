import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSamePlace, isUnguessable } from './place.ts';

test('paths are of the same thing whatever is done with it', () => {
  assert.ok(isSamePlace('/files/{id}', ['/files/{id}/content']));
  assert.ok(isSamePlace('/files/{id}', ['/files/download/{}']));
  assert.ok(isSamePlace('/delete/{id}', ['/elsewhere/{}', '/download/{}']));
  assert.ok(isSamePlace('/{}', ['/{}']));
});

test('a number of one thing is not that of another', () => {
  assert.ok(!isSamePlace('/files/{id}', ['/documents/{id}', '/files/old/{id}', '/{}']));
  assert.ok(!isSamePlace('/{}', ['/download/{}']));
  assert.ok(!isSamePlace('/files/{id}', []));
});

test('a counter can be guessed, a UUID and our own name cannot', () => {
  assert.ok(!isUnguessable('4711', 'bb-1.bin'));
  assert.ok(isUnguessable('5ca1ab1e-0000-4000-8000-000000000001', 'bb-1.bin'));
  assert.ok(isUnguessable('u/bb-1.bin', 'bb-1.bin'));
});
