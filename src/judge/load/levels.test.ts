import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Leg } from '../../contract/contract.ts';
import { outcomeOf, START_MS, samplesOf } from '../fixtures.ts';
import { playedLadder } from './ladder-fixtures.ts';
import { levelsOf } from './levels.ts';

const LEGS: Leg[] = [
  { phase: 'level', move: 'ramp', seconds: 4, level: 10 },
  { phase: 'level', move: 'hold', seconds: 8, level: 10 },
  { phase: 'recovery', move: 'ramp', seconds: 2, level: 1 },
  { phase: 'recovery', move: 'hold', seconds: 4, level: 1 },
];
const STEADY = () => ({ throughput: 400, latencyMs: 50, errorRate: 0.25 });

test('every held leg is a level, with its place in time and what it showed', () => {
  const [level, recovery, ...more] = levelsOf(playedLadder(STEADY, LEGS));
  assert.deepEqual(level, {
    leg: 1,
    phase: 'level',
    level: 10,
    approachedSeconds: 0,
    fromSeconds: 4,
    toSeconds: 12,
    throughput: 300,
    // of a count of 1800 in 6 s, the root; equal seconds alone would have none
    throughputError: Math.sqrt(300 / 6),
    bestSecond: 300,
    counted: undefined,
    operationsPerIteration: 1,
    meanMs: 50,
    medianMs: 50,
    p95Ms: 100,
    errorRate: 0.25,
    errorKind: 'http_5xx',
    inFlight: 15,
    ownInFlight: undefined,
    cpuShare: undefined,
    memoryBytes: undefined,
    generator: undefined,
    serviceHadCpu: 'unknown',
  });
  assert.deepEqual(
    [recovery?.phase, recovery?.approachedSeconds, recovery?.fromSeconds, recovery?.toSeconds],
    ['recovery', 12, 14, 18],
  );
  assert.deepEqual(more, []);
});

/** The ended operations of the hold's eight seconds. */
function throughputOf(...counts: number[]): number | undefined {
  const evidence = playedLadder(STEADY, LEGS);
  for (const [second, count] of counts.entries()) {
    const values = evidence.timeline[4 + second]?.values;
    if (values !== undefined)
      Object.assign(values, {
        http_reqs: { count },
        op_failed: { rate: 0 },
        op_errors_http_5xx: { count: 0 },
      });
  }
  return levelsOf(evidence)[0]?.throughput;
}

test('throughput is that of most settled seconds: queues that fill and one stalled second do not count', () => {
  assert.equal(throughputOf(9000, 9000, 600, 600, 0, 1200, 600, 600), 600);
});

test('of a few operations a second the mean counts, since their median is coarse', () => {
  assert.equal(throughputOf(0, 0, 1, 0, 1, 0, 0, 1), 0.5);
});

test('a level that was held too briefly has no throughput', () => {
  const brief = LEGS.map((leg) => ({ ...leg, seconds: 1 }));
  assert.equal(levelsOf(playedLadder(STEADY, brief))[0]?.throughput, undefined);
});

test('what the service and the machine did in a level is read in its settled part', () => {
  const seconds = Array.from({ length: 19 }, (_, second) => second);
  const samples = samplesOf({
    requests_total: seconds.map((second) => second * 410),
    requests_in_flight: seconds.map((second) => (second < 6 ? 999 : second)),
    cgroup_cpu_seconds_total: seconds.map((second) => second / 2),
    cgroup_memory_working_set_bytes: seconds.map((second) => (second < 13 ? second * 1e6 : 9e9)),
    host_cpu_busy_seconds_total: seconds,
    k6_cpu_seconds_total: seconds,
    k6_cpu_wait_seconds_total: seconds,
  });
  const [level] = levelsOf(playedLadder(STEADY, LEGS, { samples }));
  assert.deepEqual(
    [level?.counted, level?.ownInFlight, level?.cpuShare, level?.memoryBytes, level?.generator],
    [410, 9, 0.5, 12e6, { hostBusy: 0.25, waitShare: 0.5 }],
  );
});

test('a level that the load never came to is none, one that it was on the way to is', () => {
  const died = (second: number) =>
    levelsOf(
      playedLadder(STEADY, LEGS, {
        outcome: outcomeOf({
          firstCause: { id: 'target-exited', message: '', atMs: START_MS + second * 1000 },
        }),
      }),
    ).map(({ phase }) => phase);
  assert.deepEqual([died(3), died(12), died(13)], [['level'], ['level'], ['level', 'recovery']]);
});

test('without anything that says when the load began there are no levels', () => {
  assert.deepEqual(levelsOf(playedLadder(STEADY, LEGS, { summary: undefined, timeline: [] })), []);
});
