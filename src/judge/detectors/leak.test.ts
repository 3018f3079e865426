import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import type { Finding } from '../../store/records/records.ts';
import type { Evidence } from '../evidence.ts';
import { counter, MICRO, outcomeOf, START_MS, summaryOf } from '../fixtures.ts';
import { healthyService, REQUESTS_PER_SECOND, soak } from '../steady-fixtures.ts';
import { judgeLeak, judgeOtherLeak, judgeReachedLeak, leakNeedsSeconds } from './leak.ts';

const HOUR_SECONDS = 3600;
const KIB_PER_MIB = 1024;
const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

/** A service in which these series also grow, by so much a second. */
function leaking(seed: number, seconds: number, rates: Sample['values']) {
  const healthy = healthyService(seed, seconds);
  return soak({
    seconds,
    values(second) {
      const values = healthy(second);
      for (const [name, rate] of Object.entries(rates)) values[name] = (values[name] ?? 0) + rate * second;
      return values;
    },
  });
}

/** Heap that grows does so in resident memory, too. */
function heapLeaking(seed: number, seconds: number, mibPerSecond: number) {
  return leaking(seed, seconds, { runtime_heap_mb: mibPerSecond, runtime_sys_mb: mibPerSecond });
}

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

test('handles and descriptors that leak are found with their rate', () => {
  for (const [metric, seconds, rate] of [
    ['runtime_handles', 28, 10],
    ['process_open_fds', 28, 10],
    ['process_open_fds', 840, 0.5],
  ] as const) {
    const found = SEEDS.map((seed) => judgeLeak(leaking(seed, seconds, { [metric]: rate })));
    for (const [index, findings] of found.entries()) {
      assert.deepEqual(
        findings.map((finding) => [finding.metric, finding.status]),
        [[metric, 'critical']],
        `seed ${SEEDS[index]}`,
      );
      assert.ok(isNear(findings[0]?.value, rate), `seed ${SEEDS[index]}: ${findings[0]?.value}`);
    }
  }
});

test('connections that leak are named as such, and not as their handles and descriptors once more', () => {
  const bound = { process_open_sockets: 10, process_open_fds: 11, runtime_handles: 10 };
  const [finding, ...others] = alarmsOf(leaking(1, 28, bound));
  assert.deepEqual([finding?.metric, finding?.status, others], ['process_open_sockets', 'critical', []]);
  assert.match(
    finding?.message ?? '',
    /^the number of open connections \(sockets\) grows by 10 a second, 0\.1 a request/,
  );
  const files = { process_open_sockets: 4, process_open_fds: 20, runtime_handles: 4 };
  assert.deepEqual(
    alarmsOf(leaking(1, 28, files)).map(({ metric }) => metric),
    ['process_open_fds', 'process_open_sockets'],
    'most of these descriptors are files',
  );
});

test('connections of users that are taken one after the other are no leak until they are more than the users', () => {
  const takes = (perSecond: number) =>
    alarmsOf(soak({ seconds: 28, values: (t) => ({ process_open_sockets: 5 + perSecond * t }) }));
  const users = 120;
  const crowded = (perSecond: number) => {
    const slow = soak({ seconds: 28, values: (t) => ({ process_open_sockets: 5 + perSecond * t }) });
    const timeline = slow.timeline.map((each) => ({
      ...each,
      values: { ...each.values, vus: { value: users } },
    }));
    return alarmsOf({ ...slow, timeline });
  };
  assert.deepEqual(crowded(3.7), []);
  assert.equal(crowded(6)[0]?.metric, 'process_open_sockets');
  assert.equal(takes(3.7)[0]?.metric, 'process_open_sockets');
});

test('connections of requests that were given up are no leak until they are more than those too', () => {
  const slow = soak({ seconds: 28, values: (t) => ({ process_open_sockets: 5 + 8 * t }) });
  const givenUp = (timeouts: number) =>
    alarmsOf({ ...slow, summary: summaryOf({ op_errors_timeout: counter(timeouts) }) });
  assert.deepEqual(givenUp(297), []);
  assert.equal(givenUp(50)[0]?.metric, 'process_open_sockets');
});

test('database connections that leak are named as such, and not as their descriptors or sockets once more', () => {
  for (const bound of [
    { catalog_connections: 10, process_open_fds: 20 },
    { catalog_connections: 10, process_open_sockets: 10, process_open_fds: 10, runtime_handles: 10 },
  ]) {
    const [finding, ...others] = alarmsOf(leaking(1, 28, bound));
    assert.deepEqual([finding?.metric, finding?.status, others], ['catalog_connections', 'critical', []]);
    assert.match(
      finding?.message ?? '',
      /^the number of open database connections grows by 10 a second, 0\.1 a request/,
    );
  }
  const files = { catalog_connections: 4, process_open_fds: 20 };
  assert.deepEqual(
    alarmsOf(leaking(1, 28, files)).map(({ metric }) => metric),
    ['process_open_fds', 'catalog_connections'],
    'most of these descriptors are others',
  );
});

test('threads that leak are found, and child processes in the box', () => {
  for (const metric of ['process_threads', 'cgroup_pids'] as const) {
    const [finding, ...others] = alarmsOf(leaking(1, 28, { [metric]: 5 }));
    assert.deepEqual([finding?.metric, finding?.status, others], [metric, 'critical', []]);
    assert.match(finding?.message ?? '', /the 4096 that the box allows are reached in 13 minutes$/);
  }
});

test('a heap that was not collected yet is no leak, and its threads are judged all the same', () => {
  const metrics = (collections: number) =>
    alarmsOf(
      soak({
        seconds: 28,
        values: (t) => ({
          runtime_heap_mb: 50 + 8 * t,
          process_threads: 10 + 10 * t,
          runtime_gc_total: t < 20 ? 0 : collections,
        }),
      }),
    ).map(({ metric }) => metric);
  assert.deepEqual(metrics(1), ['process_threads']);
  assert.deepEqual(metrics(2).sort(), ['process_threads', 'runtime_heap_mb']);
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

test('memory outside the heap is told as resident memory, since the heap does not account for it', () => {
  const [finding, ...others] = judgeLeak(leaking(1, 168, { runtime_heap_mb: 0.6, runtime_sys_mb: 4 }));
  assert.deepEqual([finding?.metric, others.length], ['runtime_sys_mb', 0]);
  const bare = soak({
    seconds: 168,
    values: (t) => ({ process_resident_memory_bytes: (80 + t) * 1024 ** 2 }),
  });

  test('memory that grows beside a level heap is told as outside it, and no heap profile is advised', () => {
    const outside = judgeLeak(leaking(1, 168, { runtime_sys_mb: 4 }))[0];
    assert.match(outside?.message ?? '', /^memory outside the heap grows by 4/);
    assert.match(outside?.advice ?? '', /^the heap is level, .*metaspace/);
    const inside = judgeLeak(heapLeaking(1, 168, 4))[0];
    assert.match(inside?.message ?? '', /^heap grows by/);
    const unknown = judgeLeak(soak({ seconds: 168, values: (t) => ({ runtime_sys_mb: 80 + 4 * t }) }))[0];
    assert.match(unknown?.message ?? '', /^memory held by the runtime grows by/);
  });
  assert.match(judgeLeak(bare)[0]?.message ?? '', /^resident memory \(RSS\) grows by 1 MiB a second, 10 KiB/);
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

function alarmsOf(evidence: Evidence): Finding[] {
  return judgeLeak(evidence).filter(({ status }) => status !== 'healthy');
}

function isNear(value: number | undefined, planted: number): boolean {
  return value !== undefined && Math.abs(value / planted - 1) <= 0.15;
}

/** Descriptors that grow up to a limit, and a load of which 60 % fails from then on. */
function upTo(most: number, values: (second: number) => Sample['values'] = () => ({})): Evidence {
  const open = (t: number) => Math.min(most, 40 + 50 * t);
  const failing = (t: number) => open(t) >= most;
  const evidence = soak({ seconds: 38, values: (t) => ({ process_open_fds: open(t), ...values(t) }) });
  const timeline = evidence.timeline.map((snapshot) =>
    failing((snapshot.t - START_MS) / 1000 - 1)
      ? {
          ...snapshot,
          values: { ...snapshot.values, op_failed: { rate: 0.6 }, op_errors_http_5xx: { count: 60 } },
        }
      : snapshot,
  );
  return { ...evidence, timeline };
}

test('a leak that came to its limit is judged up to there, and told with the limit', () => {
  const [finding, ...others] = alarmsOf(upTo(1024, () => ({ process_max_fds: 1024 })));
  assert.deepEqual([finding?.metric, finding?.status, others], ['process_open_fds', 'critical', []]);
  assert.match(
    finding?.message ?? '',
    /^the number of open file descriptors grows by 50 a second, .*; its limit of 1024 open files is reached at 0:\d\d, and from then on requests fail$/,
  );
  const [unknown] = alarmsOf(upTo(640));
  assert.match(
    unknown?.message ?? '',
    /; from 0:1\d on, when the number of open file descriptors had reached \d{3}, requests fail$/,
  );
  assert.deepEqual(judgeReachedLeak(upTo(640)).length, 1);
  assert.deepEqual(judgeOtherLeak(upTo(640)), []);
});

test('errors beside descriptors that only settle, or errors from the first second on, are no leak at a limit', () => {
  const settled = upTo(640, () => ({ process_open_fds: 60 }));
  assert.deepEqual(alarmsOf(settled), []);
  const always = soak({ seconds: 38, values: () => ({ process_open_fds: 60 }) });
  const failing = always.timeline.map((snapshot) => ({
    ...snapshot,
    values: { ...snapshot.values, op_failed: { rate: 0.6 }, op_errors_http_5xx: { count: 60 } },
  }));
  assert.deepEqual(alarmsOf({ ...always, timeline: failing }), []);
});

test('memory that grows with files that stay is no leak, and descriptors that grow are one', () => {
  const kept = (rates: Sample['values']) => {
    const evidence = leaking(1, 168, rates);
    return judgeLeak({ ...evidence, scenario: { ...evidence.scenario, keepsFiles: true } }).filter(
      ({ status }) => status !== 'healthy',
    );
  };
  assert.deepEqual(kept({ runtime_heap_mb: 4, runtime_sys_mb: 4 }), []);
  assert.deepEqual(
    kept({ runtime_heap_mb: 4, process_open_fds: 20 }).map(({ metric }) => metric),
    ['process_open_fds'],
  );
});
