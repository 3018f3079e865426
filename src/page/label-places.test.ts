import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelPlaces } from './label-places.ts';

const BOUNDS = { left: 0, top: 0, right: 100, bottom: 60 };
const rows = (left: number) => [0, 10, 20].map((top) => ({ left, top }));

test('a label takes the first place that is free, and is left out when there is none', () => {
  const place = labelPlaces(BOUNDS, 10, 2);
  assert.deepEqual(place(50, rows(0)), { left: 0, top: 0 });
  assert.deepEqual(place(40, rows(51)), { left: 51, top: 10 });
  assert.deepEqual(place(40, rows(52)), { left: 52, top: 0 });
  assert.deepEqual(place(90, rows(5)), { left: 5, top: 20 });
  assert.equal(place(90, rows(5)), undefined);
});

test('what would reach over the edge is no place', () => {
  const place = labelPlaces(BOUNDS, 10, 2);
  assert.equal(place(101, rows(0)), undefined);
  assert.equal(place(20, [{ left: 85, top: 0 }]), undefined);
  assert.equal(place(20, [{ left: 0, top: 51 }]), undefined);
  assert.deepEqual(place(100, [{ left: 0, top: 50 }]), { left: 0, top: 50 });
});
