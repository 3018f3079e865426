import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counter, evidenceOf, PING, rate, summaryOf, trend } from './fixtures.ts';
import { levelsOf } from './levels.ts';

const SCENARIO = {
  ...PING,
  legs: [
    { phase: 'level', move: 'ramp', seconds: 5, level: 10 },
    { phase: 'level', move: 'hold', seconds: 10, level: 10 },
    { phase: 'recovery', move: 'ramp', seconds: 2, level: 1 },
    { phase: 'recovery', move: 'hold', seconds: 4, level: 1 },
  ] satisfies typeof PING.legs,
};

test('every held leg is a level, with its place in time and what it showed', () => {
  const summary = summaryOf({
    'op_duration{leg:0}': trend({ med: 99, 'p(95)': 99 }, 999),
    'op_duration{leg:1}': trend({ med: 4, 'p(95)': 9 }, 250),
    'op_failed{leg:1}': rate(50, 250),
    'op_duration{leg:3}': trend({ med: 3, 'p(95)': 5 }, 20),
    'op_failed{leg:3}': rate(0, 20),
  });
  assert.deepEqual(levelsOf(evidenceOf({ scenario: SCENARIO, summary })), [
    {
      leg: 1,
      phase: 'level',
      level: 10,
      fromSeconds: 5,
      toSeconds: 15,
      throughput: 25,
      medianMs: 4,
      p95Ms: 9,
      errorRate: 50 / 300,
    },
    {
      leg: 3,
      phase: 'recovery',
      level: 1,
      fromSeconds: 17,
      toSeconds: 21,
      throughput: 5,
      medianMs: 3,
      p95Ms: 5,
      errorRate: 0,
    },
  ]);
});

test('a level in which nothing ended has a throughput of zero, and the rest is unknown', () => {
  const empty = {
    'op_duration{leg:1}': trend({}, 0),
    'op_failed{leg:1}': rate(0, 0),
    iterations: counter(9),
  };
  const [level] = levelsOf(evidenceOf({ scenario: SCENARIO, summary: summaryOf(empty) }));
  assert.deepEqual(
    [level?.throughput, level?.medianMs, level?.p95Ms, level?.errorRate],
    [0, undefined, undefined, undefined],
  );
});

test('a level in which all failed has an error rate and no latency', () => {
  const failed = { 'op_duration{leg:1}': trend({}, 0), 'op_failed{leg:1}': rate(7, 0) };
  const [level] = levelsOf(evidenceOf({ scenario: SCENARIO, summary: summaryOf(failed) }));
  assert.deepEqual([level?.throughput, level?.medianMs, level?.errorRate], [0, undefined, 1]);
});

test('without a summary there are no levels', () => {
  assert.deepEqual(levelsOf(evidenceOf({ scenario: SCENARIO, summary: undefined })), []);
});
