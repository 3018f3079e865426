import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, findingOf, MICRO, outcomeOf, PING, START_MS, samplesOf } from '../../judge/fixtures.ts';
import { bandsOf, limitLines, markersOf } from './marks.ts';

test('a leg is a band that is named as long as there is room; a ramp has no name', () => {
  assert.deepEqual(bandsOf(evidenceOf()), [
    { from: 0, to: 3, phase: 'warmup', labels: [] },
    { from: 3, to: 30, phase: 'steady', labels: ['steady 200 VUs', '200 VUs', '200'] },
  ]);
});

test('pass marks and the box are lines on the chart that they are about', () => {
  const lines = limitLines(evidenceOf()).map(({ chart, value, label }) => `${chart} ${value} ${label}`);
  assert.deepEqual(lines, [
    'latency 50 ping p(95): healthy up to 50 ms',
    'latency 500 ping p(95): critical over 500 ms',
    'errors 0.05 failed: healthy up to 5.00 %',
    'errors 0.15 failed: critical over 15 %',
    'memory 1024 the box: 1024 MiB',
    'cpu 1 the box: 1 CPU',
  ]);
  const { limits: _, ...boxless } = MICRO;
  assert.equal(limitLines(evidenceOf({ profile: boxless, scenario: { ...PING, limits: [] } })).length, 0);
});

test('what happened is marked in order of time, and once', () => {
  const evidence = evidenceOf({
    outcome: outcomeOf({
      firstCause: { id: 'target-oom-killed', message: 'OOM', atMs: START_MS + 20_400 },
    }),
    samples: samplesOf({
      cgroup_oom_kills_total: [0, 0, 1],
      process_start_time_seconds: [100, 100, 100, 107],
    }),
  });
  const findings = [
    findingOf({ detector: 'oom', status: 'critical', atSeconds: 20 }),
    findingOf({ detector: 'storage-full', status: 'warning', atSeconds: 5 }),
    findingOf({ detector: 'recovery', status: 'healthy', atSeconds: 6 }),
  ];
  assert.deepEqual(
    markersOf(evidence, findings).map(({ at, label, status }) => `${at} ${label} ${status}`),
    [
      '2 OOM kill critical',
      '3 restart critical',
      '5 storage full warning',
      '20.4 target oom killed critical',
    ],
  );
});

test('of a service that does not come to rest some restarts are marked, and not all', () => {
  const starts = Array.from({ length: 60 }, (_, second) => 100 + 5 * second);
  const evidence = evidenceOf({ samples: samplesOf({ process_start_time_seconds: starts }) });
  assert.equal(markersOf(evidence, []).length, 12);
});
