import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayRenew, renewalFailed } from './renewal.ts';

test('new tokens are asked for until one is refused too, and then again after a minute', (t) => {
  let nowMs = 1_000_000;
  t.mock.method(Date, 'now', () => nowMs);
  assert.ok(mayRenew());
  renewalFailed();
  nowMs += 59_999;
  assert.ok(!mayRenew());
  nowMs += 1;
  assert.ok(mayRenew());
});
