import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hold, planOf, ramp } from './fixtures.ts';
import { rulesOf, unheeded } from './rules.ts';

const STEADY = planOf({ legs: [ramp(10, 5), hold(60, 5)] });
const NO_WISH = { untilStable: false, unsettled: () => {} };

test('a box is watched always, the rest is what the user asked for', () => {
  const counts = (facts: Partial<Parameters<typeof rulesOf>[0]>) => {
    const { sample, period } = rulesOf({ scenario: STEADY, ...NO_WISH, ...facts });
    return [sample.length, period.length];
  };
  assert.deepEqual(counts({}), [0, 0]);
  assert.deepEqual(counts({ boxBytes: 1 }), [1, 0]);
  assert.deepEqual(counts({ abortOn: 'critical' }), [0, 1]);
  assert.deepEqual(counts({ boxBytes: 1, abortOn: 'critical', untilStable: true }), [1, 2]);
});

test('what a scenario has no use for is said, and nothing else', () => {
  assert.deepEqual(unheeded(STEADY, { abortOn: 'critical', untilStable: true }), []);
  const ladder = planOf({ name: 'ladder', legs: [hold(60, 5), ramp(5, 1)] });
  assert.deepEqual(unheeded(ladder, { abortOn: 'critical', untilStable: true }), [
    'ladder: --until-stable has no effect, because its load does not end in a steady phase that could be cut short',
  ]);
  assert.deepEqual(unheeded(ladder, NO_WISH), []);
  assert.deepEqual(unheeded({ ...STEADY, thinkSeconds: 0 }, { abortOn: 'critical', untilStable: false }), [
    'made-up: --abort-on has no effect, because the number of operations still to come is unknown',
  ]);
});
