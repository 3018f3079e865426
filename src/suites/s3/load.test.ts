import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Leg, Limit } from '../../contract/contract.ts';
import { playedLimits, s3LoadOf, spawned } from './load.ts';

const legs: Leg[] = [
  { phase: 'warmup', move: 'ramp', seconds: 4, level: 20 },
  { phase: 'steady', move: 'hold', seconds: 26, level: 20 },
];

test('what a scenario says goes before what is said of all, and nothing is asked of others', () => {
  const config = { users: 8, scenarios: { mixed: { users: 3 }, bandwidth: { bytes: 5000 } } };
  assert.deepEqual(s3LoadOf(config, 's3/mixed'), { users: 3 });
  assert.deepEqual(s3LoadOf(config, 's3/metadata'), { users: 8 });
  assert.deepEqual(s3LoadOf(config, 's3/bandwidth')?.sizes, { whole: { share: 1, bytes: [5000, 5000] } });
  assert.equal(s3LoadOf({ scenarios: { mixed: { users: 3 } } }, 's3/metadata'), undefined);
});

test('users come at the rate that is asked for, in a load that stays as long', () => {
  const secondsOf = (rate: number | undefined) => spawned(legs, rate).map(({ seconds }) => seconds);
  assert.deepEqual(secondsOf(2), [10, 20]);
  assert.deepEqual(secondsOf(100), [1, 29]);
  assert.deepEqual(secondsOf(0.1), [29, 1]);
  assert.deepEqual(secondsOf(undefined), [4, 26]);
});

test('what is not played has no mark, so that it is not missed', () => {
  const ops = ['put_small', 'get_large', 'list', 'get_hot', 'upload_part'];
  const limits = ops.map((op) => ({ metric: `op_duration{op:${op}}` }) as Limit);
  const left = (load: Parameters<typeof playedLimits>[1]) =>
    playedLimits(limits, load).map(({ metric }) => metric.slice('op_duration{op:'.length, -1));
  assert.deepEqual(left({}), ops);
  assert.deepEqual(left({ mix: { put: 1, get: 1, list: 0 } }), [
    'put_small',
    'get_large',
    'get_hot',
    'upload_part',
  ]);
  assert.deepEqual(left({ sizes: { small: { share: 1 } } }), ['put_small', 'list', 'get_hot', 'upload_part']);
});
