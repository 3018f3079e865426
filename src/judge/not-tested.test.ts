import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, PING } from './fixtures.ts';
import { notTested } from './not-tested.ts';

function missing(seconds: number): string[] {
  const legs = [
    { phase: 'warmup', move: 'ramp', seconds: 60, vus: 20 } as const,
    { phase: 'steady', move: 'hold', seconds, vus: 20 } as const,
  ];
  return notTested(evidenceOf({ scenario: { ...PING, legs } })).map(({ what }) => what);
}

test('what needs longer than the steady part held is listed; at the length it needs it is tested', () => {
  assert.deepEqual(missing(27), ['gc', 'leak', 'degradation']);
  assert.deepEqual(missing(149), ['gc', 'leak', 'degradation']);
  assert.deepEqual(missing(150), ['leak', 'degradation']);
  assert.deepEqual(missing(599), ['leak', 'degradation']);
  assert.deepEqual(missing(600), []);
});

test('the entry says how long it would need and how long it had, the warmup not counted', () => {
  const [gc] = notTested(evidenceOf());
  assert.deepEqual(gc, {
    what: 'gc',
    needsSeconds: 150,
    message: 'a stalled garbage collector would need a steady load of 150 s; this one held 27 s',
  });
});
