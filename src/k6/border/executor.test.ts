import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Leg, Limit } from '../../contract/contract.ts';
import { ERROR_RATE, responseP95 } from '../../shared/load/limits.ts';
import { executorOf } from './executor.ts';

const LEGS: Leg[] = [
  { phase: 'warmup', move: 'ramp', seconds: 3, level: 150 },
  { phase: 'steady', move: 'hold', seconds: 27, level: 150 },
];
const STAGES = [
  { duration: '3s', target: 150 },
  { duration: '27s', target: 150 },
];

function poolOf(limits: Limit[], rate: number): number {
  const executor = executorOf({ model: 'open', limits }, [
    { phase: 'steady', move: 'hold', seconds: 9, level: rate },
  ]);
  assert.equal(executor.executor, 'ramping-arrival-rate');
  assert.equal(executor.maxVUs, executor.preAllocatedVUs, 'k6 drops arrivals while it makes more VUs');
  return executor.preAllocatedVUs;
}

test('a turn that is under way is waited for as long as a request may take', () => {
  const ends = (seconds?: number) => executorOf({ limits: [] }, LEGS, seconds).gracefulStop;
  assert.deepEqual([ends(), ends(60), ends(2)], ['15s', '65s', '15s']);
});

test('in the closed model the levels are VUs', () => {
  assert.deepEqual(executorOf({ limits: [] }, LEGS), {
    executor: 'ramping-vus',
    startVUs: 1,
    stages: STAGES,
    gracefulStop: '15s',
    gracefulRampDown: '15s',
  });
});

test('in the open model the levels are arrivals a second', () => {
  assert.deepEqual(executorOf({ model: 'open', limits: [responseP95('ping', 50, 500)] }, LEGS), {
    executor: 'ramping-arrival-rate',
    timeUnit: '1s',
    startRate: 1,
    stages: STAGES,
    preAllocatedVUs: 75,
    maxVUs: 75,
    gracefulStop: '15s',
  });
});

test('the pool is what the peak rate needs when every operation is at its critical mark', () => {
  assert.equal(poolOf([responseP95('ping', 50, 500), ERROR_RATE], 500), 250);
  assert.equal(poolOf([responseP95('list', 500, 2000), responseP95('download', 500, 2000)], 150), 600);
});

test('without marks the pool is for the request timeout', () => {
  assert.equal(poolOf([ERROR_RATE], 50), 500);
});

test('the pool has bounds', () => {
  assert.equal(poolOf([responseP95('ping', 50, 500)], 1), 10);
  assert.equal(poolOf([ERROR_RATE], 800), 2000);
});

test('a hold stays at its level from its first second on', () => {
  const executor = executorOf({ limits: [] }, [
    { phase: 'level', move: 'hold', seconds: 10, level: 100 },
    { phase: 'level', move: 'hold', seconds: 10, level: 200 },
    { phase: 'level', move: 'ramp', seconds: 5, level: 300 },
    { phase: 'level', move: 'hold', seconds: 10, level: 300 },
  ]);
  assert.equal(executor.executor, 'ramping-vus');
  assert.equal(executor.startVUs, 100);
  assert.deepEqual(executor.stages, [
    { duration: '10s', target: 100 },
    { duration: '0s', target: 200 },
    { duration: '10s', target: 200 },
    { duration: '5s', target: 300 },
    { duration: '10s', target: 300 },
  ]);
});
