import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TREND_STATS } from '../../../contract/contract.ts';
import { uniforms } from '../../../judge/statistics/fixtures/fixtures.ts';
import { addGrowth, type Buckets, countIn, statisticsOf, ZERO } from './distribution.ts';
import { bucketOf, powersOf } from './fixtures.ts';

function bucketsOf(ms: number[]): Buckets {
  const buckets: Buckets = new Map();
  for (const power of powersOf(ms)) {
    const bucket = power === 0 ? ZERO : bucketOf(power);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  return buckets;
}

/** metrics/sink.go of k6, TrendSink.P. */
function exact(sorted: number[], share: number): number {
  const rank = (sorted.length - 1) * share;
  const low = Math.floor(rank);
  const value = sorted[low] ?? 0;
  return rank === low ? value : value + (rank - low) * ((sorted[low + 1] ?? 0) - value);
}

const SHARES: [name: string, share: number][] = [
  ['min', 0],
  ['p(1)', 0.01],
  ['med', 0.5],
  ['p(90)', 0.9],
  ['p(95)', 0.95],
  ['p(99)', 0.99],
  ['p(99.9)', 0.999],
  ['max', 1],
];

test('percentiles lie within 0.6 percent of the exact ones, however many the samples are and however they spread', () => {
  const random = uniforms(16);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const shapes: Record<string, () => number> = {
    'around one value': () => 20 + gauss() / 100,
    exponential: () => 0.3 - 5 * Math.log(1 - random()),
    'a long tail': () => Math.exp(1 + 2 * gauss()),
    'two humps': () => (random() < 0.9 ? 2 + random() : 30_000 + 10_000 * random()),
    'from microseconds to minutes': () => 10 ** (-2 + 7 * random()),
  };
  for (const [shape, next] of Object.entries(shapes))
    for (const count of [1, 2, 50, 1000, 30_000]) {
      const values = Array.from({ length: count }, next);
      const found = statisticsOf(bucketsOf(values), TREND_STATS);
      const sorted = values.toSorted((a, b) => a - b);
      for (const [name, share] of SHARES)
        near(found[name], exact(sorted, share), `${name} of ${count} ${shape}`);
      near(found.avg, values.reduce((sum, value) => sum + value, 0) / count, `avg of ${count} ${shape}`);
      assert.equal(found.count, count);
    }
});

function near(found: number | undefined, expected: number, what: string): void {
  assert.ok(Math.abs((found ?? Number.NaN) / expected - 1) < 0.006, `${what}: ${found}, exactly ${expected}`);
}

test('what took no time is 0, and of nothing all is 0', () => {
  assert.deepEqual(statisticsOf(bucketsOf([0, 0, 8]), ['count', 'min', 'med']), { count: 3, min: 0, med: 0 });
  assert.deepEqual(statisticsOf(new Map(), ['count', 'avg', 'p(95)']), { count: 0, avg: 0, 'p(95)': 0 });
});

test('what is more in a later histogram is what has come since', () => {
  const since: Buckets = new Map();
  addGrowth(since, bucketsOf([1, 1, 2, 40]), bucketsOf([1, 2]));
  assert.deepEqual(since, bucketsOf([1, 40]));
  assert.equal(countIn(since), 2);
});
