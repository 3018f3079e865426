import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PING } from '../judge/fixtures.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import { MIB } from '../text/numbers.ts';
import { memoryBudget, tooLongForMemory } from './generator-memory.ts';

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

test('garbage of few VUs is collected seldom, that of many or of large bodies as often as Go does', () => {
  const percents = [10, 200, 2000].map((vus) => memoryBudget(load(900, vus), 20 * GIB, false).garbagePercent);
  assert.deepEqual(percents, [400, 300, 100]);
  const batch = memoryBudget(load(900, 50, { needs: ['batch', 'remove'] }), 20 * GIB, false);
  const ping = memoryBudget(load(900, 50), 20 * GIB, false);
  assert.ok(batch.garbagePercent < ping.garbagePercent, 'bodies take memory too');
});

test('a load whose dashboard keeps more than the machine has is told of before it begins, an ordinary one is not', () => {
  const day = load(24 * HOUR_SECONDS, 100);
  assert.match(
    tooLongForMemory([load(900, 20), day], 4 * GIB).join(),
    /^long: k6's live dashboard keeps about 150 bytes per operation until it ends, 2\.41 GiB for 17\.3 million operations at most, but k6 may use only 3 GiB here\./,
  );
  assert.deepEqual(tooLongForMemory([day], 30 * GIB), []);
  assert.deepEqual(tooLongForMemory([load(900, 2000), load(300, 200, { thinkSeconds: 0.1 })], 4 * GIB), []);
  assert.deepEqual(tooLongForMemory([load(4 * HOUR_SECONDS, 20)], 4 * GIB), []);
});

test('where only the service says how many operations come, the assumption is said', () => {
  const [line = ''] = tooLongForMemory([load(8 * HOUR_SECONDS, 20, { thinkSeconds: 0 })], 8 * GIB);
  assert.match(line, /28\.8 million operations \(at 1000\/s; fewer when the service is slower\)/);
  const open = load(8 * HOUR_SECONDS, 1000, { model: 'open', thinkSeconds: 0 });
  assert.match(tooLongForMemory([open], 8 * GIB).join(), /28\.8 million operations at most/);
});
