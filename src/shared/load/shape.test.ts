import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Leg } from '../../contract/contract.ts';
import { arrivalsDue, paceShape, peakLevel, totalSeconds } from './shape.ts';

const STEADY: Leg[] = [
  { phase: 'warmup', move: 'ramp', seconds: 30, level: 200 },
  { phase: 'steady', move: 'hold', seconds: 270, level: 200 },
];
const SPIKE: Leg[] = [
  { phase: 'base', move: 'hold', seconds: 60, level: 100 },
  { phase: 'spike', move: 'ramp', seconds: 5, level: 500 },
  { phase: 'spike', move: 'hold', seconds: 235, level: 500 },
];
const seconds = (legs: Leg[]) => legs.map((leg) => leg.seconds);
const levels = (legs: Leg[]) => legs.map(({ level }) => level);

test('at full pace the legs are those of the reference', () => {
  assert.deepEqual(paceShape({ shape: STEADY }, { pace: 'full' }), STEADY);
  assert.deepEqual(paceShape({ shape: STEADY, quickSeconds: 45 }, { pace: 'full' }), STEADY);
});

test('at quick pace every leg is shortened alike, to 30 s in all, and the levels stay', () => {
  const legs = paceShape({ shape: STEADY }, { pace: 'quick' });
  assert.deepEqual(seconds(legs), [3, 27]);
  assert.deepEqual(levels(legs), [200, 200]);
  assert.deepEqual(
    legs.map(({ phase, move }) => [phase, move]),
    [
      ['warmup', 'ramp'],
      ['steady', 'hold'],
    ],
  );
});

test('a scenario can say how long its quick pace is', () => {
  assert.deepEqual(seconds(paceShape({ shape: STEADY, quickSeconds: 60 }, { pace: 'quick' })), [6, 54]);
});

test('a duration replaces that of either pace', () => {
  for (const pace of ['quick', 'full'] as const)
    assert.deepEqual(seconds(paceShape({ shape: STEADY }, { pace, durationSeconds: 100 })), [10, 90]);
});

test('a longer duration lengthens what is held, not the ramps', () => {
  const legs = paceShape({ shape: STEADY }, { pace: 'quick', durationSeconds: 8 * 3600 });
  assert.deepEqual(seconds(legs), [30, 8 * 3600 - 30]);
  assert.deepEqual(
    seconds(paceShape({ shape: SPIKE }, { pace: 'full', durationSeconds: 595 })),
    [120, 5, 470],
  );
});

test('a duration equal to the reference changes nothing', () => {
  assert.deepEqual(paceShape({ shape: SPIKE }, { pace: 'quick', durationSeconds: 300 }), SPIKE);
});

test('no leg is shorter than a second', () => {
  assert.deepEqual(seconds(paceShape({ shape: SPIKE }, { pace: 'quick', durationSeconds: 5 })), [1, 1, 4]);
});

test('VUs name the peak, the other levels scale with it', () => {
  assert.deepEqual(levels(paceShape({ shape: SPIKE }, { pace: 'full', vus: 50 })), [10, 50, 50]);
  assert.deepEqual(levels(paceShape({ shape: SPIKE }, { pace: 'full', vus: 1000 })), [200, 1000, 1000]);
});

test('no level is lower than one VU', () => {
  assert.deepEqual(levels(paceShape({ shape: SPIKE }, { pace: 'full', vus: 1 })), [1, 1, 1]);
});

test('the reference shape itself is not touched', () => {
  const before = structuredClone(SPIKE);
  paceShape({ shape: SPIKE }, { pace: 'quick', vus: 5 });
  assert.deepEqual(SPIKE, before);
});

test('length and peak are of all legs', () => {
  assert.equal(totalSeconds(SPIKE), 300);
  assert.equal(totalSeconds([]), 0);
  assert.equal(peakLevel(SPIKE), 500);
});

test('a rate names the peak of an open model and changes nothing in a closed one', () => {
  const shape = { shape: SPIKE, model: 'open' } as const;
  assert.deepEqual(levels(paceShape(shape, { pace: 'full', rate: 50, vus: 7 })), [10, 50, 50]);
  assert.deepEqual(levels(paceShape({ shape: SPIKE }, { pace: 'full', rate: 50 })), [100, 500, 500]);
});

test('the arrivals that are due are the area under the rate', () => {
  assert.equal(arrivalsDue(STEADY), (30 * (1 + 200)) / 2 + 270 * 200);
  assert.equal(arrivalsDue(SPIKE), 60 * 100 + (5 * (100 + 500)) / 2 + 235 * 500);
  assert.equal(arrivalsDue(SPIKE, 62.5), 60 * 100 + (2.5 * (100 + 300)) / 2);
  assert.equal(arrivalsDue(SPIKE, 0), 0);
});

test('what would show nothing when it is cut keeps its time at quick pace, unless a duration is asked for', () => {
  const shape = SPIKE.map((leg, index) => (index === 0 ? { ...leg, quickSeconds: 16 } : leg));
  assert.deepEqual(seconds(paceShape({ shape }, { pace: 'quick' })), [16, 1, 24]);
  assert.deepEqual(paceShape({ shape }, { pace: 'full' }), SPIKE);
  assert.deepEqual(seconds(paceShape({ shape }, { pace: 'quick', durationSeconds: 30 })), [6, 1, 24]);
});
