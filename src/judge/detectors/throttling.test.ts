import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERRORS, evidenceOf, PING, samplesOf, summaryOf, trend } from '../fixtures.ts';
import { judgeThrottling } from './throttling.ts';

const THROTTLED = (periods: number, seconds: number) =>
  samplesOf({
    cgroup_cpu_periods_total: [0, 50, 100],
    cgroup_cpu_throttled_periods_total: [0, periods / 2, periods],
    cgroup_cpu_throttled_seconds_total: [0, seconds / 2, seconds],
  });
const SLOW = summaryOf({ 'op_duration{op:ping}': trend({ 'p(95)': 90 }) });

test('a box at its limit is good to know while the answers come in time, and a warning when they do not', () => {
  const samples = THROTTLED(60, 0.4);
  const [inTime] = judgeThrottling(evidenceOf({ samples }));
  assert.equal(inTime?.status, 'healthy');
  assert.equal(
    inTime?.message,
    'the limit of 1 CPU throttled the service in 60 % of the scheduler periods, and its threads waited 20 % of the time for it; the responses come in time all the same',
  );
  const [late] = judgeThrottling(evidenceOf({ samples, summary: SLOW }));
  assert.deepEqual([late?.status, late?.value, late?.limit], ['warning', 0.6, 0.25]);
  assert.match(late?.advice ?? '', /cpu\.pprof/);
});

test('seldom throttled is not why answers are slow', () => {
  const status = (periods: number) =>
    judgeThrottling(evidenceOf({ samples: THROTTLED(periods, 0.1), summary: SLOW }))[0]?.status;
  assert.deepEqual([status(25), status(26)], ['healthy', 'warning']);
});

test('where no time is asked every second period is too many, but a ladder is there to reach the limit', () => {
  const status = (periods: number, phase: 'steady' | 'level') => {
    const legs = PING.legs.map((leg) => ({ ...leg, phase }));
    const scenario = { ...PING, limits: [ERRORS], legs };
    return judgeThrottling(evidenceOf({ samples: THROTTLED(periods, 0.1), scenario }))[0]?.status;
  };
  assert.deepEqual(
    [status(50, 'steady'), status(51, 'steady'), status(90, 'level')],
    ['healthy', 'warning', 'healthy'],
  );
});

test('a service that never reached its limit is told so, and where it was not measured nothing is', () => {
  const [never] = judgeThrottling(evidenceOf({ samples: THROTTLED(0, 0) }));
  assert.deepEqual(
    [never?.status, never?.message],
    ['healthy', 'the service never reached the limit of 1 CPU'],
  );
  assert.deepEqual(judgeThrottling(evidenceOf()), []);
});
