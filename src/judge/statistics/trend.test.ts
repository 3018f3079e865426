import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autoregressive, normals } from './fixtures/fixtures.ts';
import { hamedRao } from './hamed-rao.ts';
import { mannKendall } from './mann-kendall.ts';
import { isLastingRise, trendOf } from './trend.ts';

function rising(perStep: number, length = 60, seed = 1): number[] {
  const noise = autoregressive(length, 0.5, normals(seed));
  return noise.map((value, index) => 100 + value + perStep * index);
}

test('a line is described as it is', () => {
  const { p, ...line } = trendOf(Array.from({ length: 10 }, (_, index) => 5 + 2 * index));
  assert.ok(p < 1e-4);
  assert.deepEqual(line, {
    tau: 1,
    slope: 2,
    low: 2,
    high: 2,
    start: 5,
    end: 23,
    growth: 18,
    noise: 0,
    lateSlope: 2,
  });
  assert.equal(isLastingRise({ p, ...line }), true);
});

test('a constant has no trend, and nothing in it is not a number', () => {
  const trend = trendOf(Array(20).fill(7));
  assert.deepEqual(Object.values(trend).filter(Number.isNaN), []);
  assert.deepEqual([trend.p, trend.growth, isLastingRise(trend)], [1, 0, false]);
});

test('noise is no rise, and neither is a fall', () => {
  const found = Array.from({ length: 200 }, (_, seed) => isLastingRise(trendOf(rising(0, 60, seed))));
  assert.ok(found.filter(Boolean).length <= 2);
  assert.equal(isLastingRise(trendOf(rising(-1))), false);
});

test('a rise out of the noise is found, and the interval holds its slope', () => {
  const trends = Array.from({ length: 200 }, (_, seed) => trendOf(rising(0.2, 60, seed)));
  const held = trends.filter(({ low, high }) => low <= 0.2 && 0.2 <= high);
  assert.ok(held.length > 0.9 * trends.length, `${held.length}`);
  assert.ok(trends.filter(isLastingRise).length > 0.95 * trends.length);
});

test('neighbours that repel each other make nothing more certain', () => {
  const zigzag = Array.from({ length: 20 }, (_, index) => index / 10 + (index % 2) * 3);
  const plain = mannKendall(zigzag);
  assert.ok(hamedRao(zigzag).variance < plain.variance);
  assert.equal(trendOf(zigzag).p, plain.p);
});

test('what levels off does not last, and a rise that begins late does', () => {
  const settling = Array.from({ length: 60 }, (_, index) => 50 * (1 - Math.exp(-index / 15)));
  const late = Array.from({ length: 60 }, (_, index) => Math.max(0, index - 20) + index / 100);
  assert.equal(trendOf(settling).p < 0.01, true);
  assert.deepEqual([settling, late].map(trendOf).map(isLastingRise), [false, true]);
});
