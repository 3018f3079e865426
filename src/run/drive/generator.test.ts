import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PING } from '../../judge/fixtures.ts';
import { type FakeLoads, fakeGenerator } from './fake.ts';
import { bounded } from './generator.ts';

const LEDGER = { add() {}, remove() {} };

async function played(script: FakeLoads, deadlineMs: number) {
  const generator = fakeGenerator(script);
  const order = { scenario: PING, folder: '/nowhere', parameters: {}, byOperation: false };
  const drive = bounded(await generator.start(order, LEDGER), deadlineMs, generator.name);
  return { end: await drive.ended, stops: generator.loads[0]?.stops };
}

test('a load that never ends is stopped, and that is why it ended', async () => {
  const before = Date.now();
  const { end, stops } = await played({ play() {} }, 20);
  assert.equal(stops, 1);
  assert.equal(end.cause?.id, 'generator-timeout');
  assert.equal(end.cause?.message, 'fake did not end in time and was stopped');
  assert.ok((end.cause?.atMs ?? 0) >= before);
});

test('a load that ends in time is left alone, and its deadline holds nothing up', async () => {
  const { end, stops } = await played({}, 2 ** 30);
  assert.deepEqual([end.cause, stops], [undefined, 0]);
});

test('that it ended too late counts more than what it says of its end', async () => {
  const cause = { id: 'generator-failed', message: 'it crashed as it was stopped', atMs: 0 } as const;
  const { end } = await played({ play() {}, stopped: (load) => load.end({ cause }) }, 20);
  assert.equal(end.cause?.id, 'generator-timeout');
});
