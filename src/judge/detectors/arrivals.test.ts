import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Leg } from '../../contract/contract.ts';
import { counter, evidenceOf, PING, summaryOf, trend } from '../fixtures.ts';
import { judgeArrivals } from './arrivals.ts';

/** So many arrivals as each of these tests has, from first to last. */
const ARRIVALS = 4000;
const LEGS: Leg[] = [{ phase: 'steady', move: 'hold', seconds: 40, level: 100 }];
const OPEN = { ...PING, model: 'open', legs: LEGS } as const;
const TIMES = {
  op_duration: trend({ 'p(95)': 12 }),
  op_response: trend({ 'p(95)': 1500 }),
  vus_max: { type: 'gauge', contains: 'default', values: { value: 100, min: 100, max: 100 } },
};

function judged(begun: number, dropped: number, scenario: typeof PING = OPEN) {
  const counts = {
    iterations: counter(begun),
    ...(dropped === 0 ? {} : { dropped_iterations: counter(dropped) }),
  };
  return judgeArrivals(evidenceOf({ scenario, summary: summaryOf({ ...TIMES, ...counts }) }))[0];
}

test('an open load of which everything was begun is healthy, and both times are told', () => {
  const finding = judged(ARRIVALS, 0);
  assert.equal(finding?.status, 'healthy');
  assert.equal(
    finding?.message,
    'all 4000 arrivals were started; p95 of the service time is 12 ms, of the response time, with the wait for a connection, 1.50 s',
  );
});

test('over one in a hundred dropped is a warning, over one in twenty critical, with the reason', () => {
  const status = (dropped: number) => judged(ARRIVALS - dropped, dropped)?.status;
  assert.deepEqual(
    [status(40), status(41), status(200), status(201)],
    ['healthy', 'warning', 'warning', 'critical'],
  );
  const finding = judged(3000, 1000);
  assert.match(
    finding?.message ?? '',
    /^1000 of 4000 arrivals \(25 %\) could not be started: all 100 VUs were waiting for responses; at 100 per second that is 1\.00 s each, by Little's law; p95/,
  );
  assert.equal(finding?.restsOnTiming, true);
});

test('a closed load and a ladder are not judged, and neither is one that never began', () => {
  assert.equal(judged(1000, 900, PING), undefined);
  const legs = LEGS.map((leg) => ({ ...leg, phase: 'level' as const }));
  assert.equal(judged(1000, 900, { ...OPEN, legs }), undefined);
  assert.equal(judged(0, 0), undefined);
});

test('what k6 itself did not come to is not called begun, and counts among what was due', () => {
  const finding = judged(ARRIVALS - 300, 0);
  assert.equal(finding?.status, 'healthy');
  assert.match(finding.message, /^of 4000 arrivals none was dropped, and k6 itself missed at least 300;/);
  const dropped = judged(ARRIVALS - 300 - 100, 100);
  assert.match(
    dropped?.message ?? '',
    /^100 of 4000 arrivals \(2\.50 %\) could not be started, and k6 itself missed at least 300/,
  );
});
