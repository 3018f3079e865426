import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PING, runOf } from '../judge/fixtures.ts';
import { playOrder, secondsAfter } from './order.ts';
import { scenarioSeconds } from './plan.ts';

const SOAK = { ...PING, name: 'soak' };
const [MICRO] = runOf().profiles;
const plan = { profiles: [{ ...MICRO, env: {} }], scenarios: [PING, SOAK] } as Parameters<
  typeof playOrder
>[0];

test('everything is played once, and then again', () => {
  assert.deepEqual(
    playOrder(plan, 2).map(({ scenario, repeat }) => `${scenario.name} ${repeat}`),
    ['ping 1', 'soak 1', 'ping 2', 'soak 2'],
  );
});

test('what is left is what follows', () => {
  const takes = playOrder(plan, 2);
  assert.equal(secondsAfter(takes, 0), 3 * scenarioSeconds(PING));
  assert.equal(secondsAfter(takes, 3), 0);
});
