import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hold, period, planOf, ramp } from './fixtures.ts';
import { operationsIn, operationsToCome } from './operations.ts';

test('the operations of a period are its requests, and the failed ones are in the counters of their kinds', () => {
  const values = {
    http_reqs: { count: 50, rate: 50 },
    op_errors_http_5xx: { count: 3, rate: 3 },
    op_errors_timeout: { count: 2, rate: 2 },
    'http_reqs{op:upload}': { count: 20, rate: 20 },
    'op_errors_timeout{op:upload}': { count: 2, rate: 2 },
  };
  assert.deepEqual(operationsIn(period(1, values)), { ended: 50, failed: 5 });
  assert.deepEqual(operationsIn(period(1, values), '{op:upload}'), { ended: 20, failed: 2 });
  assert.deepEqual(operationsIn(period(1, {})), { ended: 0, failed: 0 });
});

test('VUs that think a second bring an iteration a second each, and the one that they are in', () => {
  const plan = planOf({ legs: [hold(60, 10)], thinkSeconds: 1, operations: 4 });
  assert.equal(operationsToCome(plan, 0, 10), 4 * (600 + 10));
  assert.equal(operationsToCome(plan, 45, 10), 4 * (150 + 10));
  assert.equal(operationsToCome({ ...plan, thinkSeconds: 0.5 }, 45, 10), 4 * (300 + 10));
});

test('a ramp counts as if it had its higher level all along', () => {
  const plan = planOf({ legs: [ramp(10, 100), hold(20, 100), ramp(10, 20), hold(20, 20)] });
  assert.equal(operationsToCome(plan, 5, 40), 500 + 2000 + 1000 + 400 + 100);
  assert.equal(operationsToCome(plan, 45, 60), 300 + 60, 'more VUs may still run than are planned');
});

test('in the open model the plan says how many iterations begin, and what hangs may still be answered', () => {
  const plan = planOf({ model: 'open', thinkSeconds: 0, legs: [hold(30, 500)] });
  assert.equal(operationsToCome(plan, 10, 0), 10_000);
  assert.equal(operationsToCome(plan, 10, 250), 10_250);
});

test('after the last leg only what is under way can come', () => {
  assert.equal(operationsToCome(planOf({ legs: [hold(30, 5)], operations: 2 }), 31, 3), 6);
});

test('nothing bounds VUs that do not think, or iterations of unknown length', () => {
  const { operations: _, ...unknown } = planOf({});
  assert.equal(operationsToCome(planOf({ thinkSeconds: 0 }), 59, 1), Number.POSITIVE_INFINITY);
  assert.equal(operationsToCome(unknown, 59, 1), Number.POSITIVE_INFINITY);
});
