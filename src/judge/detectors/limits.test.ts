import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { K6Summary, Limit, Status } from '../../contract/contract.ts';
import type { Found } from '../detector.ts';
import {
  counter,
  ERRORS,
  evidenceOf,
  P95_PING,
  PING,
  rate,
  START_MS,
  samplesOf,
  summaryOf,
  trend,
} from '../fixtures.ts';
import { judgeLimits } from './limits.ts';

function judged(limit: Limit, metrics: K6Summary['metrics']): Found {
  const findings = judgeLimits(
    evidenceOf({ scenario: { ...PING, limits: [limit] }, summary: summaryOf(metrics) }),
  );
  assert.equal(findings.length, 1);
  return findings[0] as Found;
}

const p95 = (ms: number) => judged(P95_PING, { [P95_PING.metric]: trend({ 'p(95)': ms }) });
const errors = (failed: number, ok: number) => judged(ERRORS, { op_failed: rate(failed, ok) });

test('at the healthy mark is healthy, above it a warning, above the critical mark critical', () => {
  const cases: [number, Status][] = [
    [0, 'healthy'],
    [50, 'healthy'],
    [50.001, 'warning'],
    [500, 'warning'],
    [500.001, 'critical'],
  ];
  for (const [ms, status] of cases) assert.equal(p95(ms).status, status, `${ms} ms`);
});

test('a percentile of a handful of operations proves nothing, unless most of them are over the mark', () => {
  const of = (count: number, med: number) =>
    judged(P95_PING, { [P95_PING.metric]: trend({ med, 'p(95)': 900 }, count) });
  assert.deepEqual(
    [of(6, 100), of(20, 100), of(6, 600)].map(({ status }) => status),
    ['unknown', 'critical', 'critical'],
  );
  assert.equal(
    of(6, 100).message,
    'p95 of ping is 900 ms, over the critical mark of 500 ms (only 6 operations)',
  );
});

test('the open model is judged by the response time, and it is called so', () => {
  const limit = { ...P95_PING, metric: 'op_response{op:ping}' };
  const finding = judged(limit, { [limit.metric]: trend({ 'p(95)': 700 }) });
  assert.equal(finding.message, 'p95 of ping response time is 700 ms, over the critical mark of 500 ms');
});

test('an error rate of 5 % is healthy, one of 15 % a warning', () => {
  assert.equal(errors(5, 95).status, 'healthy');
  assert.equal(errors(6, 94).status, 'warning');
  assert.equal(errors(15, 85).status, 'warning');
  assert.equal(errors(16, 84).status, 'critical');
  assert.equal(errors(100, 0).status, 'critical');
});

test('no samples is unknown, never healthy', () => {
  const none: Found[] = [
    judged(P95_PING, { [P95_PING.metric]: trend({}, 0) }),
    errors(0, 0),
    judged({ ...P95_PING, metric: 'op_duration{op:none}' }, {}),
    ...judgeLimits(evidenceOf({ summary: undefined })),
  ];
  for (const finding of none) {
    assert.equal(finding.status, 'unknown');
    assert.equal('value' in finding, false);
    assert.match(finding.message, /: no samples$/);
  }
  assert.equal(none.length, 5);
});

test('a finding says what was measured, which mark it crossed, and in which files that stands', () => {
  assert.deepEqual(p95(20), {
    detector: 'limits',
    status: 'healthy',
    metric: 'op_duration{op:ping} p(95)',
    value: 20,
    limit: 50,
    unit: 'ms',
    message: 'p95 of ping is 20 ms, within 50 ms',
    evidence: ['summary.json', 'timeline.ndjson'],
  });
  assert.equal(p95(60).message, 'p95 of ping is 60 ms, over the healthy mark of 50 ms');
  assert.equal(p95(60).limit, 50);
  assert.equal(p95(1200).message, 'p95 of ping is 1.20 s, over the critical mark of 500 ms');
  assert.equal(p95(1200).limit, 500);
  assert.deepEqual(p95(60).evidence, ['summary.json', 'timeline.ndjson', 'samples.ndjson', 'cpu.pprof']);
  assert.equal(errors(20, 80).message, 'error rate is 20 %, over the critical mark of 15 %');
});

test('other units and metrics are named as they are', () => {
  const limit: Limit = { metric: 'conflicts', stat: 'count', unit: 'count', healthy: 0, critical: 5 };
  assert.equal(
    judged(limit, { conflicts: counter(3) }).message,
    'count of conflicts is 3, over the healthy mark of 0',
  );
});

test('errors are told by kind, the most frequent first', () => {
  const finding = judged(ERRORS, {
    op_duration: trend({ 'p(99)': 4000 }),
    op_failed: rate(30, 70),
    op_errors_http_5xx: counter(8),
    op_errors_timeout: counter(20),
    op_errors_refused: counter(2),
    op_errors_reset: counter(0),
    op_errors_http_3xx: counter(5),
  });
  assert.equal(finding.cause, 'timeout 20, http_5xx 8, http_3xx 5, refused 2');
  assert.equal(finding.advice, 'read target.log and the share of each error kind in summary.json');
  assert.equal(finding.restsOnTiming, true);
});

test('slowness is laid to what the box ran out of, health to nothing', () => {
  const samples = samplesOf({
    cgroup_cpu_periods_total: [0, 10],
    cgroup_cpu_throttled_periods_total: [0, 9],
  });
  const slow = summaryOf({ [P95_PING.metric]: trend({ 'p(95)': 60 }) });
  const [latency, failures] = judgeLimits(evidenceOf({ samples, summary: slow }));
  assert.match(latency?.cause ?? '', /throttled in 90 %/);
  assert.equal(failures?.cause, undefined);
  assert.equal(judgeLimits(evidenceOf({ samples }))[0]?.cause, undefined);
});

test('every pass mark has its finding, in the order of the scenario', () => {
  assert.deepEqual(
    judgeLimits(evidenceOf()).map(({ metric }) => metric),
    ['op_duration{op:ping} p(95)', 'op_failed rate'],
  );
});

test('answers that are late more often than k6 was behind are not laid at its door', () => {
  const of = (shares: Record<string, number>, waited: number) => {
    const [found] = judgeLimits(
      evidenceOf({
        scenario: { ...PING, limits: [P95_PING] },
        summary: summaryOf({
          [P95_PING.metric]: trend({ ...shares, 'p(95)': 900 }),
          http_reqs: { ...counter(9000), values: { count: 9000, rate: 1000 } },
        }),
        // nine seconds on four cores
        samples: samplesOf({
          k6_cpu_seconds_total: Array.from({ length: 10 }, (_, second) => second),
          k6_cpu_wait_seconds_total: Array.from({ length: 10 }, (_, second) => second * waited),
        }),
      }),
    );
    return found?.restsOnTiming;
  };
  const most = { 'p(25)': 600, med: 700 };
  assert.equal(of(most, 1), false, '75 % late, k6 behind for half of the time');
  assert.equal(of(most, 3), true, 'k6 behind all the time');
  assert.equal(of({ 'p(25)': 1, med: 2 }, 1), true, '5 % late');
});

test('a service that wanted to run and could not, because other programs had the CPU, is not slow by itself', () => {
  const of = (ran: number, waited: number, shares: Record<string, number>) => {
    const seconds = Array.from({ length: 31 }, (_, second) => second);
    const [found] = judgeLimits(
      evidenceOf({
        scenario: { ...PING, limits: [P95_PING] },
        summary: summaryOf({
          [P95_PING.metric]: trend({ ...shares, 'p(95)': 900 }),
          http_reqs: { ...counter(9000), values: { count: 9000, rate: 1000 } },
        }),
        // four cores that are all in use, and a k6 that waits for none
        samples: samplesOf({
          host_cpu_busy_seconds_total: seconds.map((second) => 4 * second),
          k6_cpu_seconds_total: seconds.map((second) => 0.1 * second),
          k6_cpu_wait_seconds_total: seconds.map(() => 0),
          process_cpu_seconds_total: seconds.map((second) => ran * second),
          process_cpu_wait_seconds_total: seconds.map((second) => waited * second),
        }),
      }),
    );
    return found?.restsOnTiming;
  };
  const most = { 'p(25)': 600, med: 700 };
  assert.equal(of(0.3, 1.2, most), true, 'two workers that always want to run');
  assert.equal(of(0.07, 0.4, most), false, '75 % late, and it wanted to run for half of the time');
  assert.equal(of(0.9, 0.1, most), false, 'it had its CPU');
});

test('what takes as long for a user alone, always, is the service itself, whoever was short of CPU', () => {
  const of = (least: number) => {
    const summary = summaryOf({ [P95_PING.metric]: trend({ 'p(5)': least, med: 902, 'p(95)': 905 }) });
    const alone = { ping: { count: 5, medianMs: 900, slowestMs: 910 } };
    const scenario = { ...PING, limits: [P95_PING] };
    const each = Array.from({ length: 10 }, (_, second) => second);
    const samples = samplesOf({
      k6_cpu_seconds_total: each,
      k6_cpu_wait_seconds_total: each.map((second) => 4 * second),
    });
    return judgeLimits(evidenceOf({ scenario, summary: { ...summary, alone }, samples }))[0];
  };
  assert.equal(of(898)?.restsOnTiming, false);
  assert.match(of(898)?.message ?? '', /, as long as for a user alone$/);
  assert.equal(of(90)?.restsOnTiming, true);
});

test('where one in four requests makes the p95, that is said', () => {
  const speeds = { 'p(25)': 1, med: 1, 'p(75)': 2, 'p(90)': 900, 'p(95)': 901, 'p(98)': 902, avg: 226 };
  const summary = summaryOf({
    [P95_PING.metric]: trend(speeds),
    'op_duration{op:ping,leg:1}': trend(speeds),
  });
  const of = (isSlow: (second: number) => boolean) => {
    const timeline = Array.from({ length: 30 }, (_, second) => ({
      t: START_MS + (second + 1) * 1000,
      values: { [P95_PING.metric]: { med: 1, 'p(95)': 901, max: isSlow(second) ? 902 : 3 } },
    }));
    const alone = { ping: { count: 5, medianMs: 1, slowestMs: 3 } };
    const scenario = { ...PING, limits: [P95_PING] };
    return judgeLimits(evidenceOf({ scenario, timeline, summary: { ...summary, alone } }))[0]?.message ?? '';
  };
  assert.match(
    of(() => true),
    /^p95 of ping is 901 ms, over the critical mark of 500 ms: 1 in 4 requests of ping takes 900 ms, the others about 1\.0 ms$/,
  );
  assert.match(
    of((second) => second > 20),
    /, 901 times the 1\.0 ms of a user alone$/,
  );
});
