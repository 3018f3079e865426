import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, outcomeOf, PING, START_MS, summaryOf, trend } from '../fixtures.ts';
import { notTested } from '../not-tested.ts';
import { judgeThroughput, steadyRate } from './throughput.ts';

/** Held for 27 s after a ramp of 3 s; at most 280 operations/s. */
const MARKED = { ...PING, thinkSeconds: 2, operations: 2.8, throughput: { healthy: 200, critical: 100 } };

function evidenceAt(perSecond: number, scenario = MARKED) {
  const metrics = { 'op_duration{leg:0}': trend({}, 5000), 'op_duration{leg:1}': trend({}, 27 * perSecond) };
  return evidenceOf({ scenario, summary: summaryOf(metrics) });
}

test('more operations a second than asked for is healthy, fewer than the critical mark critical', () => {
  const statusAt = (rate: number) => judgeThroughput(evidenceAt(rate))[0]?.status;
  assert.deepEqual([201, 200, 100, 99].map(statusAt), ['healthy', 'warning', 'warning', 'critical']);
  const [finding] = judgeThroughput(evidenceAt(150));
  assert.equal(
    finding?.message,
    '150 operations/s succeeded in the steady load, not over the healthy mark of 200',
  );
  assert.equal(finding?.value, 150);
  assert.equal(finding?.restsOnTiming, true, 'k6 without CPU asks less too');
});

test('a load that was ended early is measured over what was played', () => {
  const outcome = outcomeOf({ firstCause: { id: 'interrupted', message: 'x', atMs: START_MS + 12_000 } });
  assert.equal(steadyRate({ ...evidenceAt(90), outcome }), 270);
});

test('without a summary it is unknown, and without a mark not asked', () => {
  assert.equal(judgeThroughput({ ...evidenceAt(150), summary: undefined })[0]?.status, 'unknown');
  assert.deepEqual(judgeThroughput(evidenceAt(150, { ...MARKED, throughput: undefined } as never)), []);
});

test('what the load itself cannot bring is never held against the service, but said with what was measured', () => {
  const lazy = { ...MARKED, operations: 1 };
  assert.deepEqual(judgeThroughput(evidenceAt(99, lazy)), []);
  const untested = notTested(evidenceAt(99, lazy)).find(({ what }) => what === 'throughput');
  assert.match(
    untested?.message ?? '',
    /200 users that pause 2 s after 1 operations reach at most 100 operations\/s, .*; over 200 are required, with some margin for chance; 99 succeeded\. Shorter pauses/,
  );
  assert.ok(!notTested(evidenceAt(99)).some(({ what }) => what === 'throughput'));
});
