import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceFlame, ownChanges } from './flame-difference.ts';

const BEFORE = {
  name: 'all',
  value: 100,
  children: [
    { name: 'parse', value: 60 },
    { name: 'gone', value: 30 },
  ],
};
const AFTER = {
  name: 'all',
  value: 120,
  children: [{ name: 'parse', value: 90, children: [{ name: 'new', value: 50 }] }],
};

test('each frame of the later profile has what it grew by', () => {
  assert.deepEqual(differenceFlame(BEFORE, AFTER, 1), {
    name: 'all',
    value: 120,
    delta: 20,
    children: [{ name: 'parse', value: 90, delta: 30, children: [{ name: 'new', value: 50, delta: 50 }] }],
  });
});

test('with half the work done before, its time counts twice', () => {
  assert.equal(differenceFlame(BEFORE, AFTER, 2).delta, -80);
});

test('functions stand in the order of their change, also those that are gone', () => {
  assert.deepEqual(ownChanges(BEFORE, AFTER, 1), [
    { name: 'new', before: 0, after: 50 },
    { name: 'gone', before: 30, after: 0 },
    { name: 'parse', before: 60, after: 40 },
  ]);
});
