/** A return that is fast because less is done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, PING } from '../fixtures.ts';
import { judgeRecovery } from './recovery.ts';
import {
  BASE,
  BASE_20_MS,
  counted,
  each,
  type Legs,
  seconds,
  spike,
  timelineOf,
} from './recovery-fixtures.ts';

test('fewer users are answered faster, but a quarter of the throughput under the same users is no recovery', () => {
  const [found] = counted([...each(12, 20, 380), ...each(7, 5000, 100), ...each(10, 1000, 98)]);
  assert.equal(found?.status, 'critical');
  assert.match(
    found?.message ?? '',
    /^does not recover after the spike: .*; with the same 100 users it completes 98 operations\/s, 380 before$/,
  );
  assert.match(found?.cause ?? '', /^a metastable failure/);
});

test('a recovery that brings nearly as much, a few operations that chance moves, and other users are no collapse', () => {
  const healthy = (base: number, now: number, legs?: Legs) =>
    counted([...each(12, 20, base), ...each(7, 1000, 4 * base), ...each(10, 20, now)], legs)[0]?.status;
  assert.equal(healthy(380, 300), 'healthy');
  assert.equal(healthy(4, 2), 'healthy');
  const lower = [...BASE, ...spike().map((leg) => (leg.phase === 'recovery' ? { ...leg, level: 25 } : leg))];
  assert.equal(healthy(380, 95, lower), 'healthy');
});

test('while users of the spike still finish their turns, throughput is not held against the service', () => {
  const column = [...each(12, 20, 380), ...each(7, 1000, 380), ...each(10, 20, 98)];
  const timeline = timelineOf(column.map(([ms]) => ms)).map(({ t, values }, second) => ({
    t,
    values: {
      ...values,
      http_reqs: { count: column[second]?.[1] ?? 0 },
      vus: { value: second < 12 ? 100 : 500 },
    },
  }));
  const legs = [...BASE, ...spike()];
  assert.equal(judgeRecovery(evidenceOf({ scenario: { ...PING, legs }, timeline }))[0]?.status, 'healthy');
});

test('a queue that users of the spike still stand in is no lost recovery', () => {
  const lingering = (vus: number) => {
    const timeline = timelineOf([...BASE_20_MS, ...seconds(7, 1000), ...seconds(10, 900)]).map((each) => ({
      ...each,
      values: { ...each.values, vus: { value: vus } },
    }));
    return judgeRecovery(evidenceOf({ scenario: { ...PING, legs: [...BASE, ...spike()] }, timeline }));
  };
  assert.deepEqual(lingering(400), []);
  assert.equal(lingering(110)[0]?.status, 'critical');
});
