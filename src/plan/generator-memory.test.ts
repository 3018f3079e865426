import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PING } from '../judge/fixtures.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import { MIB } from '../text/numbers.ts';
import { memoryBudget } from './generator-memory.ts';

const GIB = 1024 * MIB;
const HOUR_SECONDS = 3600;

function load(seconds: number, level: number, changes: Partial<ScenarioPlan> = {}): ScenarioPlan {
  const legs: ScenarioPlan['legs'] = [{ phase: 'steady', move: 'hold', seconds, level }];
  return { ...PING, name: 'long', model: 'closed', thinkSeconds: 0.5, operations: 1, legs, ...changes };
}

test('the budget grows with VUs, and with the length of a load whose dashboard is shown, and is a part of what the machine has', () => {
  const soak = memoryBudget(load(900, 20), 20 * GIB, false);
  assert.ok(soak.softBytes > 0.5 * GIB && soak.softBytes < GIB, String(soak.softBytes));
  assert.equal(soak.hardBytes, 1.25 * soak.softBytes);
  assert.ok(memoryBudget(load(900, 200), 20 * GIB, false).softBytes > 3 * GIB);
  const day = load(24 * HOUR_SECONDS, 20);
  assert.equal(memoryBudget(day, 20 * GIB, false).softBytes, soak.softBytes);
  assert.ok(
    memoryBudget(day, 20 * GIB, true).softBytes > 1.3 * soak.softBytes,
    'the dashboard keeps samples',
  );
  const ladder = memoryBudget(load(900, 2000), 3 * GIB, false);
  assert.deepEqual([ladder.softBytes, ladder.hardBytes], [0.75 * 3 * GIB, 0.9 * 3 * GIB]);
  const { softBytes, hardBytes } = memoryBudget(load(900, 20), 0, false);
  assert.deepEqual([softBytes, hardBytes], [256 * MIB, 256 * MIB]);
});

/** Peaks of the RSS of k6 v2.2 where memory was plentiful, MiB, with the VUs; PING without changes. */
const MEASURED: [mib: number, vus: number, changes: Partial<ScenarioPlan>][] = [
  [127, 50, {}],
  [258, 200, {}],
  [1106, 2000, {}],
  [219, 100, { needs: ['upload', 'remove'] }],
  [221, 50, { needs: ['batch', 'remove'] }],
  [131, 20, { needs: ['upload', 'list', 'download', 'remove'] }],
  [360, 10, { bodyBytes: 10_000_000 }],
  [1993, 5, { bodyBytes: 100_000_000 }],
  [654, 15, { needs: ['s3'], bodyBytes: 10_000_000 }],
  [456, 8, { needs: ['s3'], bodyBytes: 10_000_000 }],
  [271, 50, { needs: ['s3'], bodyBytes: 1_000_000 }],
];

test('what is expected is near what k6 was seen to take, by VUs and by bodies', () => {
  for (const [mib, vus, changes] of MEASURED) {
    const { expectedBytes, softBytes } = memoryBudget(load(900, vus, changes), 20 * GIB, false);
    const ratio = expectedBytes / MIB / mib;
    assert.ok(ratio > 0.7 && ratio < 1.5, `${vus} VUs, ${JSON.stringify(changes)}: ${ratio}`);
    assert.ok(softBytes >= 1.9 * expectedBytes, 'twice of it is not stopped where there is enough');
  }
});

test('large bodies are reckoned with before they are sent, and are no reason to stop k6', () => {
  const large = memoryBudget(load(900, 5, { bodyBytes: 100 * MIB }), 20 * GIB, false);
  assert.ok(large.expectedBytes > 1.5 * GIB && large.softBytes > 3 * GIB, JSON.stringify(large));
  assert.equal(large.garbagePercent, 100);
});

test('where there is little, k6 is to collect before it is stopped', () => {
  const ladder = load(60, 2000);
  const { softBytes, collectBytes, expectedBytes, leastBytes, reserveBytes } = memoryBudget(
    ladder,
    GIB,
    false,
  );
  assert.ok(collectBytes < softBytes && expectedBytes <= Math.max(1.25 * leastBytes, collectBytes));
  assert.ok(expectedBytes < memoryBudget(ladder, 8 * GIB, false).expectedBytes);
  assert.ok(reserveBytes <= 0.1 * GIB);
});

test('of the open model the pool counts, that k6 makes beforehand', () => {
  const open = (rate: number) => memoryBudget(load(900, rate, { model: 'open' }), 20 * GIB, false);
  assert.ok(open(100).expectedBytes < open(500).expectedBytes);
  assert.equal(open(50_000).softBytes, open(100_000).softBytes);
});

test('garbage of few VUs is collected seldom, that of many or of large bodies as often as Go does', () => {
  const percents = [10, 200, 2000].map((vus) => memoryBudget(load(900, vus), 20 * GIB, false).garbagePercent);
  assert.deepEqual(percents, [400, 300, 100]);
  const batch = memoryBudget(load(900, 50, { needs: ['batch', 'remove'] }), 20 * GIB, false);
  const ping = memoryBudget(load(900, 50), 20 * GIB, false);
  assert.ok(batch.garbagePercent < ping.garbagePercent, 'bodies take memory too');
});
