import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outOfBounds } from './bounds.ts';

const NAMED = { vus: '--vus', duration: '--duration' };
const BOUNDS = { vus: [1, 50], seconds: [1, 300] } as const;

function refused(asked: { vus?: number; durationSeconds?: number }): string | undefined {
  return outOfBounds({ bounds: { vus: [...BOUNDS.vus], seconds: [...BOUNDS.seconds] } }, asked, NAMED);
}

test('both ends of a range are within it, and so is what nobody asked for', () => {
  for (const asked of [{}, { vus: 1, durationSeconds: 1 }, { vus: 50, durationSeconds: 300 }])
    assert.equal(refused(asked), undefined);
  assert.equal(outOfBounds({}, { vus: 5000, durationSeconds: 86_400 }, NAMED), undefined);
});

test('what is out of range is refused with its value and the range', () => {
  assert.equal(refused({ vus: 51 }), '--vus 51 is out of range; expected 1 to 50 clients');
  assert.equal(refused({ durationSeconds: 301 }), '--duration 301s is out of range; expected 1s to 300s');
  assert.equal(refused({ vus: Number.NaN }), '--vus NaN is out of range; expected 1 to 50 clients');
});
