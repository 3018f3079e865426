import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../store/records/records.ts';
import { soak } from '../load/steady-fixtures.ts';
import { autoregressive, normals } from '../statistics/fixtures/fixtures.ts';
import { degradationNeedsSeconds, judgeDegradation } from './degradation.ts';

const SEEDS = Array.from({ length: 70 }, (_, index) => index + 1);

/** A machine with neighbours: factors, most of them small, that hang together. What creeps comes on top. */
function judgedInNoise(seed: number, seconds: number, creepMs: (second: number) => number): Finding[] {
  const noise = autoregressive(seconds + 3, 0.7, normals(seed));
  const latencyMs = (second: number) =>
    20 * Math.exp(0.4 * (noise[Math.floor(second)] ?? 0)) + creepMs(second);
  return judgeDegradation(soak({ seconds, latencyMs }));
}

function judged(seconds: number, latencyMs: (second: number) => number): Finding[] {
  return judgeDegradation(soak({ seconds, latencyMs }));
}

for (const [says, seconds, msPerSecond] of [
  ['half a minute', 28, 20],
  ['three minutes', 168, 1],
  ['a quarter of an hour', 840, 0.2],
] as const) {
  test(`noise of ${says} is no degradation`, () => {
    const alarms = SEEDS.filter((seed) => judgedInNoise(seed, seconds, () => 0).length > 0);
    assert.deepEqual(alarms, []);
  });

  test(`a creep of ${msPerSecond} ms a second is found in the noise of ${says}`, () => {
    const missed = SEEDS.filter((seed) => judgedInNoise(seed, seconds, (t) => msPerSecond * t).length === 0);
    assert.deepEqual(missed, []);
  });
}

test('a finding says from where to where, under which load, and what to look for', () => {
  assert.deepEqual(
    judged(100, (t) => 20 + t / 5),
    [
      {
        detector: 'degradation',
        status: 'warning',
        metric: 'op_duration med',
        value: 39.9,
        unit: 'ms',
        message:
          'the median latency of all operations creeps from 24 ms to 40 ms under the same load, and still grows at the end',
        advice:
          'look for work that grows over time, such as a linear search through a growing list, and for a leak; compare cpu.pprof with that of a short run',
        sees: ['cpu.pprof'],
        restsOnTiming: true,
        evidence: ['timeline.ndjson'],
      },
    ],
  );
});

test('half as much again is a warning, twice as much critical', () => {
  const status = (factor: number) =>
    judged(500, (t) => (t < 102 ? 100 : 100 + ((factor - 1) * 100 * (t - 102)) / 400))[0]?.status;
  assert.deepEqual([1.4, 1.6, 1.9, 2.1].map(status), [undefined, 'warning', 'warning', 'critical']);
});

test('when only the slowest operations creep, that is found too', () => {
  const evidence = soak({ seconds: 100 });
  const timeline = evidence.timeline.map(({ t, values }, second) => ({
    t,
    values: { ...values, op_duration: { med: 5, 'p(95)': 100 + second } },
  }));
  const [finding] = judgeDegradation({ ...evidence, timeline });
  assert.deepEqual([finding?.metric, finding?.status], ['op_duration p(95)', 'warning']);
});

/** Uploads, a tenth of the operations, each like a healthy service's but for what is put on top. */
function withUploads(seconds: number, p95: (second: number) => number, seed = 1) {
  const evidence = soak({ seconds, latencyMs: () => 5 });
  const noise = autoregressive(seconds + 3, 0.7, normals(seed));
  return {
    ...evidence,
    timeline: evidence.timeline.map(({ t, values }, second) => {
      const factor = Math.exp(0.4 * (noise[second] ?? 0));
      const duration = { med: 8 * factor, 'p(95)': p95(second) * factor };
      return { t, values: { ...values, 'op_duration{op:upload}': duration } };
    }),
  };
}

test('one operation that creeps is found among many that do not', () => {
  const [finding] = judgeDegradation(withUploads(100, (t) => 10 + t));
  assert.deepEqual([finding?.metric, finding?.status], ['op_duration{op:upload} p(95)', 'critical']);
  assert.match(finding?.message ?? '', /^the 95th percentile of the latency of upload creeps from /);
});

test('noise in one operation, and a rise of it by half, are no degradation', () => {
  for (const seconds of [28, 168])
    assert.deepEqual(
      SEEDS.filter((seed) => judgeDegradation(withUploads(seconds, () => 20, seed)).length > 0),
      [],
    );
  assert.deepEqual(judgeDegradation(withUploads(100, (t) => 100 + t / 2)), []);
});

test('fractions of a scheduler slice, a step, a recovery and constant slowness are no degradation', () => {
  const cases: ((t: number) => number)[] = [
    (t) => 0.1 + t / 600,
    (t) => (t < 300 ? 100 : 400),
    (t) => 900 - t,
    () => 3000,
    (t) => 900 * (1 - Math.exp(-t / 60)),
  ];
  for (const latencyMs of cases) assert.deepEqual(judged(600, latencyMs), [], String(latencyMs));
});

test('the CPU limit of the box is named when the service pressed against it', () => {
  const values = (t: number) => ({
    cgroup_cpu_periods_total: 10 * t,
    cgroup_cpu_throttled_periods_total: 9 * t,
  });
  const [finding] = judgeDegradation(soak({ seconds: 100, latencyMs: (t) => 20 + t, values }));
  assert.match(finding?.cause ?? '', /throttled in 90 %/);
});

test('without a timeline or a steady phase nothing is said', () => {
  assert.deepEqual(judgeDegradation({ ...soak({ seconds: 600 }), timeline: [] }), []);
  assert.deepEqual(judgeDegradation({ ...soak({ seconds: 600 }), summary: undefined }), []);
  assert.deepEqual(
    judged(10, (t) => 10 * t),
    [],
  );
});

test('health is only said of a phase in which a slow creep would have shown', () => {
  const needed = degradationNeedsSeconds();
  assert.deepEqual(
    judged(needed - 1, () => 8),
    [],
  );
  const [finding] = judged(needed, () => 8);
  assert.deepEqual(
    [finding?.status, finding?.message],
    [
      'healthy',
      'the median latency of all operations does not creep: 8.0 ms at the start, 8.0 ms at the end',
    ],
  );
});

test('a generator that was as short of CPU at first as at last does not explain a creep', () => {
  const creep = (waitAt: (second: number) => number) => {
    const values = (second: number) => ({
      host_cpu_busy_seconds_total: 4 * second,
      k6_cpu_seconds_total: second,
      k6_cpu_wait_seconds_total: waitAt(second),
    });
    const [finding] = judgeDegradation(soak({ seconds: 100, latencyMs: (t) => 20 + t, values }));
    return finding?.restsOnTiming;
  };
  assert.equal(
    creep((t) => 2 * t),
    false,
    'always two thirds of its time',
  );
  assert.equal(
    creep((t) => (t * t) / 50),
    true,
    'more and more',
  );
});
