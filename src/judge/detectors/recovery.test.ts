import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Found } from '../detector.ts';
import { evidenceOf, PING, samplesOf, summaryOf, trend } from '../fixtures.ts';
import { RECOVERY_NEEDS_SECONDS } from '../load/returns.ts';
import { judgeRecovery, RECOVERY_PROOF_SECONDS } from './recovery.ts';
import { BASE, BASE_20_MS, type Column, type Legs, seconds, spike, timelineOf } from './recovery-fixtures.ts';

function judged(column: Column, legs: Legs = [...BASE, ...spike()]): Found[] {
  return judgeRecovery(evidenceOf({ scenario: { ...PING, legs }, timeline: timelineOf(column) }));
}

const brief = (findings: Found[]) => findings.map(({ status, message }) => [status, message]);

test('a service whose queue drains after the spike came back', () => {
  const column = [...BASE_20_MS, ...seconds(7, 1000), ...seconds(5, 700), ...seconds(5, 22)];
  assert.deepEqual(judged(column), [
    {
      detector: 'recovery',
      status: 'healthy',
      metric: 'recovery_time',
      unit: 's',
      value: 6,
      message: 'recovered after the spike within 6 s',
      evidence: ['timeline.ndjson', 'summary.json'],
    },
  ]);
});

test('a service that stays slow after the spike did not, and says before, in it and afterwards', () => {
  const [found] = judged([...BASE_20_MS, ...seconds(7, 1000), ...seconds(10, 900)]);
  assert.deepEqual(
    [found?.status, found?.message],
    [
      'critical',
      'does not recover after the spike: p95 was 20 ms before, 1.00 s during it, and afterwards is at 900 ms',
    ],
  );
  assert.match(found?.advice ?? '', /unbounded queues.*goroutine-start\.pprof with goroutine\.pprof/);
});

test('a service that is unresponsive did not come back', () => {
  const [found] = judged([...BASE_20_MS, ...seconds(7, 1000), ...seconds(10, undefined)]);
  assert.equal(found?.status, 'critical');
  assert.match(found?.message ?? '', /and afterwards it is unresponsive$/);
});

test('a return is counted from when the load is at the base again, and takes three good seconds on end', () => {
  const back = (...column: Column) => judged([...BASE_20_MS, ...seconds(7, 1000), ...column])[0]?.value;
  assert.equal(back(...seconds(10, 20)), 1);
  assert.equal(back(20, 20, 900, 20, 900, ...seconds(5, 20)), 6);
  assert.equal(back(...seconds(5, 900), 900, 20, 900, 20, 900), undefined, 'it did not come back');
  assert.equal(back(...seconds(5, 900), 20, 20, 900, 20, 20), 10, 'back, but never three seconds on end');
});

test('after a ladder it is the top level that the service comes back from', () => {
  const legs: Legs = [
    { phase: 'level', move: 'hold', seconds: 12, level: 100 },
    { phase: 'level', move: 'hold', seconds: 7, level: 2000 },
    { phase: 'recovery', move: 'hold', seconds: 10, level: 100 },
  ];
  const message = (ms: number) =>
    judged([...BASE_20_MS, ...seconds(7, 1000), ...seconds(10, ms)], legs)[0]?.message;
  assert.equal(message(20), 'recovered after the top level within 1 s');
  assert.match(message(900) ?? '', /^does not recover after the top level: /);
});

test('a service that answers fast and fails has not come back', () => {
  const timeline = timelineOf([...BASE_20_MS, ...seconds(17, 20)]);
  for (const [second, { values }] of timeline.entries()) {
    values.http_reqs = { count: 100 };
    if (second < 12) continue;
    values.op_failed = { rate: 0.3 };
    values.op_errors_http_5xx = { count: 30 };
  }
  const scenario = { ...PING, legs: [...BASE, ...spike()] };
  const [found] = judgeRecovery(evidenceOf({ scenario, timeline }));
  assert.equal(found?.status, 'critical');
  assert.match(found?.message ?? '', /is at 20 ms, and 30 % of the operations fail$/);
});

test('back is a quarter of the way from the base to the spike, and not more', () => {
  const after = (ms: number) =>
    judged([...seconds(12, 100), ...seconds(7, 1100), ...seconds(10, ms)])[0]?.status;
  assert.deepEqual([after(350), after(351)], ['healthy', 'critical']);
});

test('the last seconds decide, and one slow second among them does not', () => {
  const column = [...BASE_20_MS, ...seconds(7, 1000), ...seconds(5, 20), 20, 900, 20, 20, 20];
  assert.equal(judged(column)[0]?.status, 'healthy');
  const again = [...BASE_20_MS, ...seconds(7, 1000), ...seconds(5, 20), ...seconds(5, 900)];
  assert.equal(judged(again)[0]?.status, 'critical', 'it was back and went away again');
});

test('a spike that did not slow the service asks only that it be no slower than twice its base', () => {
  const after = (ms: number) => judged([...BASE_20_MS, ...seconds(7, 22), ...seconds(10, ms)])[0]?.status;
  assert.deepEqual(
    [after(21), after(30), after(40), after(41)],
    ['healthy', 'healthy', 'healthy', 'critical'],
  );
});

test('of several spikes one without a return is enough', () => {
  const legs = [...BASE, ...spike(), ...spike(), ...spike()];
  const good = [...seconds(7, 1000), ...seconds(10, 20)];
  const bad = [...seconds(7, 2000), ...seconds(10, 1500)];
  assert.deepEqual(brief(judged([...BASE_20_MS, ...good, ...good, ...good], legs)), [
    ['healthy', 'recovered after each of 3 spikes within 1, 1 and 1 s'],
  ]);
  assert.deepEqual(brief(judged([...BASE_20_MS, ...good, ...bad, ...good], legs)), [
    [
      'critical',
      'does not recover after the spike: p95 was 20 ms before, 2.00 s during it, and afterwards is at 1.50 s',
    ],
  ]);
});

test('a short recovery can show that a service came back, and only a longer one that it did not', () => {
  const after = (ms: number, held: number) =>
    judged([...BASE_20_MS, ...seconds(7, 1000), ...seconds(held, ms)], [...BASE, ...spike(held)])[0]?.status;
  assert.deepEqual(
    [after(20, RECOVERY_NEEDS_SECONDS - 1), after(900, RECOVERY_NEEDS_SECONDS - 1)],
    [undefined, undefined],
  );
  assert.deepEqual(
    [after(20, RECOVERY_NEEDS_SECONDS), after(900, RECOVERY_PROOF_SECONDS - 1)],
    ['healthy', undefined],
  );
  assert.equal(after(900, RECOVERY_PROOF_SECONDS), 'critical');
});

test('a few milliseconds more than a quiet base are noise', () => {
  assert.equal(judged([...seconds(12, 2), ...seconds(7, 3), ...seconds(10, 6)])[0]?.status, 'healthy');
});

test('a service that answered nothing in the spike and all of it afterwards came back', () => {
  const [found] = judged([...BASE_20_MS, ...seconds(7, undefined), ...seconds(10, 20)]);
  assert.equal(found?.message, 'recovered after the spike within 1 s');
});

test('without a spike, a begin of the load, or a measured base there is nothing to come back from or to', () => {
  assert.deepEqual(judged(BASE_20_MS, BASE), []);
  assert.deepEqual(judgeRecovery(evidenceOf()), []);
  assert.deepEqual(judged([...seconds(12, undefined), ...seconds(17, 20)]), []);
  const column = [...BASE_20_MS, ...seconds(17, 900)];
  const scenario = { ...PING, legs: [...BASE, ...spike()] };
  const { loadStartedAtMs: _, ...neverBegan } = summaryOf();
  for (const summary of [neverBegan, undefined])
    assert.deepEqual(judgeRecovery(evidenceOf({ scenario, summary, timeline: timelineOf(column) })), []);
});

test('on a full machine only a service that had CPU, holds the operations itself, and stays slow, did not come back', () => {
  const legs = [...BASE, ...spike()];
  const count = Array.from({ length: 30 }, (_, second) => second);
  const status = (ms: number, inFlight: number, waited = 0) => {
    const samples = samplesOf({
      host_cpu_busy_seconds_total: count.map((second) => 4 * second),
      k6_cpu_seconds_total: count,
      k6_cpu_wait_seconds_total: count,
      requests_in_flight: count.map(() => inFlight),
      process_cpu_seconds_total: count.map((second) => second / 2),
      process_cpu_wait_seconds_total: count.map((second) => second * waited),
    });
    const timeline = timelineOf([...BASE_20_MS, ...seconds(7, 1000), ...seconds(10, ms)]);
    for (const { values } of timeline) values.http_reqs = { count: 100 };
    const summary = summaryOf({ 'op_duration{leg:5}': trend({ avg: ms }) });
    return judgeRecovery(evidenceOf({ scenario: { ...PING, legs }, timeline, samples, summary }))[0]?.status;
  };
  assert.deepEqual([status(900, 80), status(900, 3), status(400, 40)], ['critical', 'unknown', 'unknown']);
  assert.equal(status(900, 80, 0.5), 'unknown', 'it waited for a CPU itself');
});
