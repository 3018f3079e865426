import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { K6Summary } from '../../contract/contract.ts';
import { P95_PING, rate, summaryOf, trend } from '../../judge/fixtures.ts';
import { distributionOf } from './distribution.ts';

const EVEN = { min: 0, 'p(25)': 25, med: 50, 'p(75)': 75, max: 100 };

function summary(stats: Record<string, number>, failed = rate(0, 1000)): K6Summary {
  const { values } = trend({}, 1000);
  return summaryOf({
    op_duration: { type: 'trend', contains: 'time', values: { ...stats, count: values.count ?? 0 } },
    op_failed: failed,
  });
}

test('the shares of the requests by latency add up to all of them', () => {
  const ranges = distributionOf(summary(EVEN), [])?.ranges ?? [];
  assert.deepEqual(ranges, [
    { fromMs: 0, toMs: 5, share: 0.05 },
    { fromMs: 5, toMs: 10, share: 0.05 },
    { fromMs: 10, toMs: 25, share: 0.15 },
    { fromMs: 25, toMs: 50, share: 0.25 },
    { fromMs: 50, toMs: 100, share: 0.5 },
  ]);
});

test('Apdex counts up to the target, half up to four times it, and no failed request', () => {
  const limits = [{ ...P95_PING, healthy: 20 }];
  // Up to 20 ms: 0.2; up to 80 ms: 0.6 more, which count half.
  assert.equal(distributionOf(summary(EVEN), limits)?.apdex.score.toFixed(3), '0.500');
  assert.equal(distributionOf(summary(EVEN, rate(500, 500)), limits)?.apdex.score.toFixed(3), '0.250');
  assert.equal(distributionOf(summary(EVEN), [])?.apdex.targetMs, 500);
});

test('all percentiles that k6 was asked for are there, in their order', () => {
  const { quantiles } = distributionOf(summary({ ...EVEN, 'p(99.9)': 99, 'p(99)': 98 }), []) ?? {};
  assert.deepEqual(
    quantiles?.map(({ q }) => Number(q.toFixed(4))),
    [0, 0.25, 0.5, 0.75, 0.99, 0.999, 1],
  );
});

test('without a success there is no distribution', () => {
  assert.equal(distributionOf(undefined, []), undefined);
  assert.equal(distributionOf(summaryOf({ op_duration: trend({}, 0) }), []), undefined);
});
