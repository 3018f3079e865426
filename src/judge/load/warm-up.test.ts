import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withLikelyCause } from '../causes/likely-cause.ts';
import { judgeLimits } from '../detectors/limits.ts';
import { evidenceOf, P95_PING, START_MS, samplesOf, summaryOf, trend } from '../fixtures.ts';
import { warmUpOf } from './warm-up.ts';

/** The load of PING, whose seconds have these p95, ms. */
function loadOf(msOf: (second: number) => number, p95Ms: number) {
  const timeline = Array.from({ length: 30 }, (_, second) => ({
    t: START_MS + (second + 1) * 1000,
    values: { vus: { value: 200 }, op_duration: { 'p(95)': msOf(second) } },
  }));
  const metric = trend({ med: 4, 'p(95)': p95Ms });
  return evidenceOf({ timeline, summary: summaryOf({ [P95_PING.metric]: metric }) });
}

test('what was slow in its first seconds only was warming up: a warning at most, with the p95 since then', () => {
  const evidence = loadOf((second) => (second < 12 ? 1200 : 6), 1200);
  const [found] = judgeLimits(evidence);
  assert.equal(found?.status, 'warning');
  assert.match(
    found?.message ?? '',
    /^p95 of ping is 1\.20 s, over the critical mark of 500 ms; it was slow only until 0:12, while it warmed up: p95 is 6\.0 ms since then$/,
  );
  assert.match(found === undefined ? '' : (withLikelyCause(found, evidence).cause ?? ''), /^a cold start/);
});

test('what is slow all the time, again later, for too long, or too late to tell, is slow', () => {
  const status = (msOf: (second: number) => number) => judgeLimits(loadOf(msOf, 1200))[0]?.status;
  assert.equal(
    status(() => 1200),
    'critical',
  );
  assert.equal(
    status((second) => (second < 5 || second % 6 === 0 ? 1200 : 6)),
    'critical',
  );
  assert.equal(
    status((second) => (second < 22 ? 1200 : 6)),
    'critical',
  );
  assert.equal(
    status((second) => (second > 20 ? 1200 : 6)),
    'critical',
  );
});

test('a want of CPU that went on when answers came in time is not what was slow before', () => {
  const slow = loadOf((second) => (second < 12 ? 1200 : 6), 1200);
  /** k6 waits for a CPU so long a second, while it warms up and since. */
  const rests = (before: number, since: number) => {
    const seconds = Array.from({ length: 30 }, (_, second) => second);
    const samples = samplesOf({
      host_cpu_busy_seconds_total: seconds.map((second) => 4 * second),
      k6_cpu_seconds_total: seconds.map((second) => 0.1 * second),
      k6_cpu_wait_seconds_total: seconds.map(
        (second) => before * Math.min(second, 12) + since * Math.max(0, second - 12),
      ),
    });
    return judgeLimits({ ...slow, samples })[0]?.restsOnTiming;
  };
  assert.equal(rests(0.8, 0.8), false);
  assert.equal(rests(0.8, 0.02), true, 'it waited longer then');
  assert.equal(judgeLimits({ ...slow, samples: [] })[0]?.restsOnTiming, true, 'nobody knows');
});

test('a load that was never slow has nothing to warm up', () => {
  assert.equal(
    warmUpOf(
      P95_PING,
      loadOf(() => 6, 6),
    ),
    undefined,
  );
});
