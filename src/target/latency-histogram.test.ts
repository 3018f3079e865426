import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatencyHistogram } from './latency-histogram.ts';

test('percentiles are within five percent of the exact ones, from microseconds to minutes', () => {
  for (const scale of [0.002, 1, 500]) {
    const histogram = new LatencyHistogram();
    for (let i = 1; i <= 100; i++) histogram.add(i * scale);
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = share * 100 * scale;
      const error = Math.abs(histogram.quantile(share) / exact - 1);
      assert.ok(
        error < 0.05,
        `p${share * 100} of 1 to 100 times ${scale} ms is ${histogram.quantile(share)}`,
      );
    }
    assert.equal(histogram.maxMs, 100 * scale);
    assert.equal(histogram.quantile(1), 100 * scale);
  }
});

test('no requests have no latency, and what is beyond the range still counts', () => {
  const histogram = new LatencyHistogram();
  assert.equal(histogram.quantile(0.95), 0);
  histogram.add(0);
  histogram.add(3_600_000);
  assert.equal(histogram.count, 2);
  assert.equal(histogram.maxMs, 3_600_000);
});
