/** That something leaks, how fast, and until when. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MICRO, outcomeOf, START_MS } from '../fixtures.ts';
import { healthyService, REQUESTS_PER_SECOND, soak } from '../load/steady-fixtures.ts';
import { judgeLeak, leakNeedsSeconds } from './leak.ts';
import { alarmsOf, heapLeaking, isNear, SEEDS } from './leak-fixtures.ts';

const HOUR_SECONDS = 3600;

const KIB_PER_MIB = 1024;

for (const [says, seconds] of [
  ['half a minute', 28],
  ['three minutes', 168],
  ['a quarter of an hour', 840],
  ['eight hours', 8 * HOUR_SECONDS],
] as const)
  test(`a healthy service does not leak in ${says}`, () => {
    const alarms = SEEDS.filter(
      (seed) => alarmsOf(soak({ seconds, values: healthyService(seed, seconds) })).length > 0,
    );
    assert.deepEqual(alarms, []);
  });

for (const [says, seconds, kibPerRequest] of [
  ['64 KiB a request in half a minute', 28, 64],
  ['10 KiB a request in three minutes', 168, 10],
  ['2 KiB a request in a quarter of an hour', 840, 2],
  ['100 bytes a request in eight hours', 8 * HOUR_SECONDS, 0.1],
] as const)
  test(`a leak of ${says} is found, and its rate to 15 %`, () => {
    const planted = (kibPerRequest * REQUESTS_PER_SECOND) / KIB_PER_MIB;
    const missed = SEEDS.filter((seed) => {
      const [finding, ...others] = alarmsOf(heapLeaking(seed, seconds, planted));
      if (finding?.status !== 'critical' || finding.metric !== 'runtime_heap_mb' || others.length > 0)
        return true;
      const perRequest = /, ([\d.]+) KiB a request/.exec(finding.message)?.[1];
      return !isNear(finding.value, planted) || !isNear(Number(perRequest), kibPerRequest);
    });
    assert.deepEqual(missed, []);
  });

test('of several that grow, the one whose limit is reached first is told first', () => {
  const threads = { process_threads: 100, process_resident_memory_bytes: 3 * 1024 ** 2 };
  const found = alarmsOf(soak({ seconds: 38, values: (t) => timesOf(threads, t) }));
  assert.deepEqual(
    found.map(({ metric }) => metric),
    ['process_threads', 'process_resident_memory_bytes'],
  );
});

test('a limit that is reached is not told as one that will be', () => {
  const full = soak({ seconds: 28, values: (t) => ({ process_threads: Math.min(4095.5, 1000 + 120 * t) }) });
  assert.match(alarmsOf(full)[0]?.message ?? '', /; the 4096 that the box allows are reached already$/);
});

test('of what rises straight as a line, half of what settling may add is enough', () => {
  const rising = (bend: number) =>
    soak({ seconds: 28, values: (t) => ({ runtime_sys_mb: 80 + 2 * t - (bend * t * t) / 28 }) });
  assert.deepEqual(
    alarmsOf(rising(0)).map(({ metric }) => metric),
    ['runtime_sys_mb'],
  );
  assert.deepEqual(alarmsOf(rising(0.4)), []);
});

test('a finding says how fast, how much a request, how long the service has, and where to look', () => {
  const evidence = soak({ seconds: 100, values: (t) => ({ runtime_heap_mb: 50 + 2 * t }) });
  assert.deepEqual(judgeLeak(evidence), [
    {
      detector: 'leak',
      status: 'critical',
      metric: 'runtime_heap_mb',
      value: 2,
      unit: 'MiB/s',
      growthPerRequest: 0.02,
      message:
        'heap grows by 2 MiB a second, 20 KiB a request (156 MiB in 80 seconds); at this rate the 1024 MiB of the box are full in 6 minutes',
      advice:
        'compare heap.pprof with heap-start.pprof: what is only in the later one is being retained, for example by an unbounded map or list, or a listener that is never removed',
      sees: ['heap.pprof', 'heap-start.pprof'],
      evidence: ['samples.ndjson', 'heap-start.pprof', 'heap.pprof'],
    },
  ]);
});

test('a leak that takes days to the limit, or of which no limit is known, is a warning', () => {
  const far = heapLeaking(1, 8 * HOUR_SECONDS, 4 / HOUR_SECONDS);
  const huge = { ...MICRO, limits: { cpus: 2, memoryBytes: 64 * 1024 ** 3 } };
  const [slow] = judgeLeak({ ...heapLeaking(1, 8 * HOUR_SECONDS, 20 / HOUR_SECONDS), profile: huge });
  assert.equal(slow?.status, 'warning');
  assert.match(slow?.message ?? '', /a minute|an? hour, .*in 1\d\d days$/);
  assert.deepEqual(
    judgeLeak(far).map(({ status }) => status),
    ['healthy', 'healthy', 'healthy'],
    'as little as settling',
  );
  const { limits: _, ...boundless } = MICRO;
  const [unknown] = judgeLeak({ ...heapLeaking(1, 168, 2), profile: boundless });
  assert.equal(unknown?.status, 'warning');
  assert.doesNotMatch(unknown?.message ?? '', /at this rate/);
});

test('what levels off is no leak, however much it was', () => {
  for (const settlesSeconds of [10, 60, 150]) {
    const grown = (t: number) => 50 + 400 * (1 - Math.exp(-t / settlesSeconds));
    assert.deepEqual(judgeLeak(soak({ seconds: 600, values: (t) => ({ runtime_heap_mb: grown(t) }) })), []);
  }
});

test('a step is no leak, and neither is memory that is given back', () => {
  const step = (t: number) => ({ runtime_sys_mb: t < 300 ? 80 : 300 });
  const falling = (t: number) => ({ runtime_sys_mb: 500 - t / 2 });
  for (const values of [step, falling]) assert.deepEqual(judgeLeak(soak({ seconds: 600, values })), []);
});

test('a service that its leak killed is judged by what it showed before', () => {
  const killed = { id: 'target-oom-killed', message: 'it was OOM-killed', atMs: START_MS + 100_000 } as const;
  const died = soak(
    { seconds: 600, values: (t) => (t < 100 ? { runtime_heap_mb: 30 + 9 * t } : {}) },
    { outcome: outcomeOf({ firstCause: killed }) },
  );
  assert.match(judgeLeak(died)[0]?.message ?? '', /^heap grows by 9 MiB a second/);
});

test('without a steady phase, a start of the load or enough readings nothing is said', () => {
  const values = (t: number) => ({ runtime_heap_mb: 50 + 9 * t });
  const { loadStartedAtMs: _, ...unplaced } = soak({ seconds: 60 }).summary ?? {};
  const cases = [
    soak({ seconds: 10, values }),
    soak({ seconds: 600, values: (t) => (t < 125 ? values(t) : {}) }),
    { ...soak({ seconds: 60, values }), summary: undefined },
    { ...soak({ seconds: 60, values }), summary: unplaced as never },
    { ...soak({ seconds: 60, values }), samples: [] },
  ];
  for (const evidence of cases) assert.deepEqual(judgeLeak(evidence), []);
  const ramp = { phase: 'spike', move: 'hold', seconds: 60, level: 9 } as const;
  const spike = soak({ seconds: 60, values });
  assert.deepEqual(judgeLeak({ ...spike, scenario: { ...spike.scenario, legs: [ramp] } }), []);
});

test('health is only said of a phase in which a leak of a day would have shown', () => {
  const said = (seconds: number) => judgeLeak(soak({ seconds, values: healthyService(1, seconds) }));
  const needed = leakNeedsSeconds(soak({ seconds: 28 }));
  assert.deepEqual(said(needed - 1), []);
  assert.deepEqual(
    said(needed).map(({ status, metric }) => [status, metric]),
    [
      ['healthy', 'runtime_heap_mb'],
      ['healthy', 'runtime_handles'],
      ['healthy', 'process_open_fds'],
    ],
  );
  assert.match(
    said(8 * HOUR_SECONDS)[0]?.message ?? '',
    /^no leak: heap grew by [\d.]+ MiB in 6 hours of steady load$/,
  );
});

function timesOf(rates: Record<string, number>, seconds: number): Record<string, number> {
  return Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rate * seconds]));
}
