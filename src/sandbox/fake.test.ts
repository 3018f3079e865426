import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeDriver } from './fake.ts';
import { TestBed } from './test-bed.ts';

test('a fake service shows its readings one by one, keeps the last, and ends when told', async (t) => {
  const bed = new TestBed(t);
  const driver = fakeDriver({ readings: [{ cgroup_pids: 1 }, { cgroup_pids: 2 }] });
  const service = await driver.start(bed.spec(''), bed.ledger);
  const seen = [await service.stats(), await service.stats(), await service.stats()];
  assert.deepEqual(seen, [{ cgroup_pids: 1 }, { cgroup_pids: 2 }, { cgroup_pids: 2 }]);
  await service.limit(0.5);
  assert.deepEqual(driver.started[0]?.limitedTo, [0.5]);
  driver.started[0]?.end({ code: null, signal: 'SIGKILL', oomKilled: true });
  await service.stop(0);
  const { code, signal, oomKilled } = await service.exited;
  assert.deepEqual({ code, signal, oomKilled }, { code: null, signal: 'SIGKILL', oomKilled: true });
});

test('a fake driver can fail to start', async (t) => {
  const bed = new TestBed(t);
  const startError = new Error('no room');
  await assert.rejects(fakeDriver({ startError }).start(bed.spec(''), bed.ledger), startError);
});
