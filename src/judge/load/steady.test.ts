import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, outcomeOf, PING, START_MS } from '../fixtures.ts';
import { settledSpan, steadySeconds, steadySpan, windowsOf } from './steady.ts';

const LEGS = [
  { phase: 'warmup', move: 'ramp', seconds: 10, level: 20 },
  { phase: 'steady', move: 'ramp', seconds: 500, level: 20 },
  { phase: 'steady', move: 'hold', seconds: 40, level: 20 },
  { phase: 'steady', move: 'hold', seconds: 100, level: 20 },
  { phase: 'spike', move: 'hold', seconds: 900, level: 99 },
] as const;
const SPAN = { fromMs: START_MS, toMs: START_MS + 20_000 };

const evidence = evidenceOf({ scenario: { ...PING, legs: [...LEGS] } });
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const each = (values: (number | undefined)[]) =>
  values.flatMap((value, second) => (value === undefined ? [] : [{ t: START_MS + second * 1000, value }]));

test('the steady span is the longest hold of that name, and its first fifth is warm-up', () => {
  const span = steadySpan(evidence);
  assert.deepEqual(span, { fromMs: START_MS + 550_000, toMs: START_MS + 650_000 });
  assert.deepEqual(settledSpan(evidence), { fromMs: START_MS + 570_000, toMs: START_MS + 650_000 });
  assert.equal(steadySeconds(evidence), 100);
});

test('a load that ended early was steady until then', () => {
  const endedAt = (second: number) => {
    const atMs = START_MS + second * 1000;
    const outcome = outcomeOf({ firstCause: { id: 'target-exited', message: 'it ended', atMs } });
    return steadySeconds({ ...evidence, outcome });
  };
  assert.deepEqual([600, 550, 20, 2000].map(endedAt), [50, 0, 0, 100]);
});

test('without a hold, or without the start of the load, there is no steady span', () => {
  const ramps = { ...PING, legs: [LEGS[0], LEGS[1], LEGS[4]] };
  for (const changes of [{ scenario: ramps }, { summary: undefined }]) {
    const none = evidenceOf(changes);
    assert.deepEqual([steadySpan(none), settledSpan(none), steadySeconds(none)], [undefined, undefined, 0]);
  }
});

test('readings are cut into windows of two seconds, each made one value, those outside left out', () => {
  const values = Array.from({ length: 30 }, (_, second) => second);
  assert.deepEqual(windowsOf(each(values), SPAN, sum), {
    windowSeconds: 2,
    values: [1, 5, 9, 13, 17, 21, 25, 29, 33, 37],
  });
});

test('a long span has sixty windows', () => {
  const windows = windowsOf(each(Array(3600).fill(1)), { ...SPAN, toMs: START_MS + 3_600_000 }, sum);
  assert.deepEqual(windows, { windowSeconds: 60, values: Array(60).fill(60) });
});

test('an empty window repeats the one before, the first one what comes first', () => {
  const gaps = each([undefined, undefined, 3, 4, undefined, undefined, ...Array(14).fill(1)]);
  assert.deepEqual(windowsOf(gaps, SPAN, sum)?.values, [7, 7, 7, 2, 2, 2, 2, 2, 2, 2]);
});

test('too short a span, or one with too many gaps, has no windows', () => {
  assert.equal(windowsOf(each(Array(15).fill(1)), { ...SPAN, toMs: START_MS + 15_000 }, sum), undefined);
  assert.equal(windowsOf(each(Array(14).fill(1)), SPAN, sum), undefined);
  assert.equal(windowsOf([], SPAN, sum), undefined);
});

test('a load that had settled, or was hopeless, was steady until we ended it', () => {
  const atMs = START_MS + 600_000;
  const settled = outcomeOf({ endedEarly: { rule: 'it had settled', atMs } });
  const hopeless = outcomeOf({ firstCause: { id: 'limit-hopeless', message: 'too many errors', atMs } });
  for (const outcome of [settled, hopeless]) assert.equal(steadySeconds({ ...evidence, outcome }), 50);
});
