import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Journey, JourneyStep } from '../../contract/contract.ts';
import { REFERENCE_JOURNEY } from '../../k6/journey/reference.ts';
import { meanOperations, meanPauseSeconds, operationsOf } from './arithmetic.ts';

const step = (op: string, more: Partial<JourneyStep> = {}): JourneyStep => ({ op, path: '/', ...more });

test('the mean of operations is weighted, and what enrols and leaves is not in it', () => {
  const journey: Journey = {
    enrol: [step('sign_up'), step('log_in')],
    tasks: [
      { name: 'write', weight: 3, steps: [step('a'), step('b')] },
      { name: 'look', steps: [step('a')] },
    ],
    leave: [step('leave')],
  };
  assert.equal(meanOperations(journey), 7 / 4);
  assert.deepEqual(operationsOf(journey), ['sign_up', 'log_in', 'a', 'b', 'leave']);
});

test('the journey of the reference service can bring what normal and peak ask for', () => {
  const rate = (users: number, thinkSeconds: number) =>
    (users * meanOperations(REFERENCE_JOURNEY)) / meanPauseSeconds(REFERENCE_JOURNEY, thinkSeconds);
  assert.ok(rate(100, 2) > 110);
  assert.ok(rate(500, 0.75) > 550);
});

test('an iteration pauses after its steps as they say, and at its end as the journey or else the scenario says', () => {
  const think = { minSeconds: 1, maxSeconds: 3 };
  const tasks = [
    { name: 'a', weight: 1, steps: [step('a', { think }), step('b')] },
    { name: 'b', weight: 3, steps: [step('c')] },
  ];
  assert.equal(meanPauseSeconds({ tasks }, 0.75), 0.5 + 0.75);
  assert.equal(meanPauseSeconds({ tasks, think: { minSeconds: 0, maxSeconds: 0.5 } }, 0.75), 0.5 + 0.25);
});
