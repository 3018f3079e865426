import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totalSeconds } from '../../shared/load/shape.ts';
import type { Finding } from '../../store/records/records.ts';
import type { Evidence } from '../evidence.ts';
import { outcomeOf, START_MS, samplesOf, trend } from '../fixtures.ts';
import { closedModel, LADDER_VUS, ladderLegs, playedLadder, type Shown } from '../load/ladder-fixtures.ts';
import { judgeBreakingPoint } from './breaking-point.ts';

const UNBOUNDED = closedModel(Number.POSITIVE_INFINITY);

function found(shown: (vus: number) => Shown, changes: Partial<Evidence> = {}): Finding | undefined {
  return judgeBreakingPoint(playedLadder(shown, ladderLegs(LADDER_VUS), changes))[0];
}

test('a service that takes every level does not break, and that says up to where', () => {
  assert.deepEqual(found(UNBOUNDED), {
    detector: 'breaking-point',
    status: 'healthy',
    metric: 'vus',
    value: 2000,
    unit: 'VUs',
    restsOnTiming: false,
    message: 'did not break up to 2000 VUs',
    secondOpinion: 'no USL fit: 5 load levels, at least 6 are needed',
    evidence: ['summary.json', 'timeline.ndjson', 'samples.ndjson'],
  });
});

test('a ceiling is told by the interval it lies in, as load and as operations, and by what it does', () => {
  const finding = found(closedModel(600));
  assert.equal(finding?.status, 'healthy', 'a ladder is there to find the end');
  assert.equal(finding?.value, 1000);
  assert.deepEqual(finding?.loadInterval, { low: 500, high: 1000, unit: 'VUs' });
  assert.deepEqual(Math.round(finding?.interval?.low ?? 0), 480);
  assert.deepEqual(Math.round(finding?.interval?.high ?? 0), 616);
  assert.equal(
    finding?.message,
    'breaks between 500 and 1000 VUs (480 to 616 operations/s): throughput hits a ceiling of 600/s while the median goes from 10 ms (at 100) to 667 ms',
  );
  assert.match(finding?.advice ?? '', /look inside the service for a pool, a queue or a lock/);
});

test('errors are told by their share and kind, a death by what it was', () => {
  const failing = (vus: number) => ({ ...UNBOUNDED(vus), errorRate: vus >= 500 ? 0.2 : 0 });
  assert.match(
    found(failing)?.message ?? '',
    /^breaks between 200 and 500 VUs .*: 20 % of the operations fail there; most of them failed inside the service \(5xx\)$/,
  );
  const silent = (vus: number) => (vus < 1000 ? UNBOUNDED(vus) : { throughput: 0, latencyMs: 0 });
  assert.match(found(silent)?.message ?? '', /: no operation completed there$/);
  const outcome = outcomeOf({
    firstCause: { id: 'target-oom-killed', message: '', atMs: START_MS + 34_000 },
  });
  assert.match(
    found(UNBOUNDED, { outcome })?.message ?? '',
    /^breaks between 200 and 500 VUs .*: the service runs out of memory there$/,
  );
});

test('a lowest level that is broken says at how many or fewer', () => {
  const finding = found((vus) => ({ ...UNBOUNDED(vus), errorRate: 1 }));
  assert.match(finding?.message ?? '', /^breaks at 100 VUs or fewer: 100 % of the operations fail there/);
  assert.deepEqual(finding?.loadInterval, { low: 0, high: 100, unit: 'VUs' });
  assert.equal(finding?.interval, undefined, 'nothing shows what it would bring');
});

/** k6 without a CPU of its own from this second on. */
function starvedFrom(second: number): Evidence['samples'] {
  const seconds = Array.from({ length: 84 }, (_, at) => at);
  const late = seconds.map((at) => Math.max(0, at - second));
  return samplesOf({
    host_cpu_busy_seconds_total: late.map((at) => 4 * at),
    k6_cpu_seconds_total: seconds,
    k6_cpu_wait_seconds_total: seconds,
  });
}

test('where k6 was too slow nothing is concluded, and that is said', () => {
  const finding = found(closedModel(600), { samples: starvedFrom(48) });
  assert.deepEqual(
    [finding?.status, finding?.value, finding?.message],
    [
      'healthy',
      500,
      'did not break up to 500 VUs; at 1000 k6 was short of CPU, so nothing is known beyond that',
    ],
  );
  const nothing = found(closedModel(50), { samples: starvedFrom(0) });
  assert.deepEqual(
    [nothing?.status, nothing?.value, nothing?.message],
    ['unknown', undefined, 'where it breaks is unknown: at 100 VUs k6 was short of CPU'],
  );
});

test('what the box ran out of at that level is named, and not what it ran out of on another', () => {
  const throttled = (from: number, to: number) => {
    const seconds = Array.from({ length: 84 }, (_, at) => at);
    const periods = seconds.map((at) => Math.min(Math.max(0, at - from), to - from));
    return samplesOf({
      cgroup_cpu_periods_total: seconds.map((at) => 10 * at),
      cgroup_cpu_throttled_periods_total: periods.map((at) => 9 * at),
    });
  };
  assert.match(found(closedModel(600), { samples: throttled(52, 64) })?.cause ?? '', /throttled in 90 %/);
  assert.equal(found(closedModel(600), { samples: throttled(68, 80) })?.cause, undefined);
});

test('a ceiling is the limit of the service itself only where the box was seen to have room', () => {
  const seconds = Array.from({ length: 84 }, (_, at) => at);
  const samples = (cpus: number) =>
    samplesOf({
      cgroup_cpu_seconds_total: seconds.map((at) => cpus * at),
      cgroup_memory_held_bytes: seconds.map(() => 50 * 1024 * 1024),
    });
  const causeWith = (changes: Partial<Evidence>) => found(closedModel(600), changes)?.cause;
  assert.match(
    causeWith({ samples: samples(0.4) }) ?? '',
    /^a limit inside the service: no limit of the box/,
  );
  assert.match(causeWith({ samples: samples(0.95) }) ?? '', /^CPU: 0\.95 of 1 CPUs/);
  assert.equal(causeWith({}), undefined, 'nothing was read');
});

test('with levels enough the scalability law gives a second opinion', () => {
  const usl = (vus: number): Shown => {
    const throughput = vus / (1 + 0.001 * (vus - 1) + 1e-6 * vus * (vus - 1));
    return { throughput, latencyMs: (vus / throughput - 1) * 1000 + 5 };
  };
  const levels = [50, 100, 200, 400, 800, 1200, 2000];
  const [finding] = judgeBreakingPoint(playedLadder(usl, ladderLegs(levels)));
  assert.match(finding?.message ?? '', /; a USL fit puts the peak at \d+ VUs \(R² (1\.00|0\.9\d)\)$/);
});

test('a scenario without a ladder, one that was not played, and one with levels too brief to tell have none', () => {
  assert.deepEqual(judgeBreakingPoint(playedLadder(UNBOUNDED, ladderLegs([100]))), []);
  assert.deepEqual(
    judgeBreakingPoint(playedLadder(UNBOUNDED, undefined, { summary: undefined, timeline: [] })),
    [],
  );
  assert.deepEqual(judgeBreakingPoint(playedLadder(UNBOUNDED, ladderLegs(LADDER_VUS, 1))), []);
});

test('a ladder that breaks because users wait beside an idle CPU is no healthy one', () => {
  const waiting = (busy: number) => {
    const ladder = playedLadder(closedModel(300), ladderLegs(LADDER_VUS));
    const seconds = totalSeconds(ladder.scenario.legs);
    const each = (perSecond: number) => Array.from({ length: seconds }, (_, second) => second * perSecond);
    const metric = 'op_duration{op:upload,leg:5}';
    const { summary } = ladder;
    return judgeBreakingPoint({
      ...ladder,
      ...(summary && {
        summary: {
          ...summary,
          metrics: { ...summary.metrics, [metric]: trend({ 'p(95)': 900 }) },
          alone: { upload: { count: 10, medianMs: 3, slowestMs: 9 } },
        },
      }),
      samples: samplesOf({
        cgroup_cpu_seconds_total: each(busy),
        host_cpu_busy_seconds_total: each(1),
        k6_cpu_seconds_total: each(0.5),
        k6_cpu_wait_seconds_total: each(0),
      }),
    })[0];
  };
  const idle = waiting(0.05);
  assert.equal(idle?.status, 'warning');
  assert.match(
    idle?.message ?? '',
    /^breaks between 200 and 500 VUs .*; p95 of upload is 900 ms, 300 times the 3\.0 ms of a user alone, while the CPU is idle \(0\.05 of 1 in use\): it waits$/,
  );
  assert.equal(waiting(0.97)?.status, 'healthy', 'at its CPU limit a service only queues');
});
