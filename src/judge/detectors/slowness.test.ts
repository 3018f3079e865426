import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alone, K6Summary } from '../../contract/contract.ts';
import type { Evidence } from '../evidence.ts';
import {
  counter,
  ERRORS,
  evidenceOf,
  PING,
  type Series,
  START_MS,
  samplesOf,
  summaryOf,
  trend,
} from '../fixtures.ts';
import { profileOf, stored } from '../pprof/fixtures/fixtures.ts';
import { judgeSlowness } from './slowness.ts';

const SECONDS = 30;
const LEGS = {
  soak: [
    { phase: 'warmup', move: 'ramp', seconds: 3, level: 20 },
    { phase: 'steady', move: 'hold', seconds: 27, level: 20 },
  ],
  spike: [
    { phase: 'base', move: 'hold', seconds: 10, level: 100 },
    { phase: 'spike', move: 'hold', seconds: 10, level: 500 },
    { phase: 'recovery', move: 'hold', seconds: 10, level: 100 },
  ],
} satisfies Record<string, Evidence['scenario']['legs']>;

const ALONE: Alone = {
  upload: { count: 10, medianMs: 4, slowestMs: 12 },
  list: { count: 10, medianMs: 2, slowestMs: 9 },
};

/** p95 by operation and leg, on a service that has this much of one CPU in use, and a machine like that. */
function held(
  p95s: Record<string, number>,
  {
    legs = LEGS.soak as Evidence['scenario']['legs'],
    busy = 0.05,
    alone = ALONE,
    more = {} as Series,
    changes = {},
    metrics: others = {} as K6Summary['metrics'],
  } = {},
): ReturnType<typeof judgeSlowness> {
  const metrics: K6Summary['metrics'] = Object.fromEntries(
    Object.entries(p95s).map(([key, ms]) => [`op_duration{${key}}`, trend({ med: ms / 2, 'p(95)': ms })]),
  );
  const each = (perSecond: number) => Array.from({ length: SECONDS }, (_, second) => second * perSecond);
  return judgeSlowness(
    evidenceOf({
      scenario: { ...PING, name: 'soak', limits: [ERRORS], legs },
      summary: { ...summaryOf({ ...others, ...metrics }), alone },
      samples: samplesOf({
        cgroup_cpu_seconds_total: each(busy),
        host_cpu_busy_seconds_total: each(busy + 0.5),
        k6_cpu_seconds_total: each(0.5),
        k6_cpu_wait_seconds_total: each(0.01),
        ...more,
      }),
      ...changes,
    }),
  );
}
const each = (perSecond: number) => Array.from({ length: SECONDS }, (_, second) => second * perSecond);

test('an operation that takes hundreds of times what it takes a user alone, beside an idle CPU, waits', () => {
  const [found, ...others] = held({ 'op:upload,leg:1': 1200, 'op:list,leg:1': 20 });
  assert.deepEqual([found?.status, others.length], ['warning', 0]);
  assert.equal(
    found?.message,
    'p95 of upload is 1.20 s with 20 VUs, 300 times the 4.0 ms of a user alone, while the CPU is idle (0.05 of 1 in use): it waits',
  );
  assert.match(found?.cause ?? '', /^the CPU was mostly idle/);
  assert.match(found?.advice ?? '', /a lock or a pool/);
  assert.equal(found?.restsOnTiming, false);
});

/** The p95 of an operation in each second of the load. */
function secondly(op: string, p95At: (second: number) => number): Partial<Evidence> {
  const timeline = Array.from({ length: SECONDS }, (_, second) => ({
    t: START_MS + (second + 1) * 1000,
    values: {
      vus: { value: 20 },
      http_reqs: { count: 100 },
      op_failed: { rate: 0 },
      op_duration: { med: 1, 'p(95)': 5, max: 50 },
      [`op_duration{op:${op}}`]: { med: 1, 'p(95)': p95At(second) },
    },
  }));
  return { timeline };
}

test('what was slow while it warmed up does not wait: within its mark nothing is said, over it that it is over', () => {
  const warmedUp = (ms: number) => ({ changes: secondly('upload', (second) => (second < 9 ? ms : 5)) });
  assert.deepEqual(held({ 'op:upload,leg:1': 1200 }, warmedUp(1200)), []);
  const [found] = held({ 'op:upload,leg:1': 2900 }, warmedUp(2900));
  assert.equal(found?.status, 'warning');
  assert.match(
    found?.message ?? '',
    /over the healthy mark of 2\.00 s, .*; it was slow only until 0:09, while it warmed up: p95 is 5\.0 ms since then/,
  );
  const [still] = held({ 'op:upload,leg:1': 1200 }, { changes: secondly('upload', () => 1200) });
  assert.match(still?.message ?? '', /it waits$/);
});

/** An operation of which one in four takes as long as told, in the seconds in which it does. */
function twoSpeeds(
  { slowMs = 1500, spread = 1.002, isSlow = (_second: number) => true, quantiles = {} },
  options: Parameters<typeof held>[1] = {},
) {
  const usual = { min: 0.4, 'p(25)': 0.7, med: 1.1, 'p(75)': 6, 'p(90)': slowMs, 'p(95)': slowMs * 1.001 };
  const values = {
    ...usual,
    'p(98)': slowMs * spread,
    'p(99)': slowMs * spread,
    avg: slowMs / 4,
    ...quantiles,
  };
  const timeline = (secondly('upload', () => 5).timeline ?? []).map((each, second) => ({
    ...each,
    values: {
      ...each.values,
      'op_duration{op:upload}': { med: 1, 'p(95)': 5, max: isSlow(second) ? slowMs * spread : 5 },
    },
  }));
  return held(
    {},
    {
      alone: { ...ALONE, upload: { count: 10, medianMs: 0.8, slowestMs: slowMs } },
      metrics: { 'op_duration{op:upload,leg:1}': trend(values, 500) },
      ...options,
      changes: { timeline },
    },
  );
}

test('an operation of which one in four takes a second longer, also for a user alone, waits for something', () => {
  const [found, ...others] = twoSpeeds({});
  assert.deepEqual([found?.status, others.length], ['warning', 0]);
  assert.equal(
    found?.message,
    '1 in 4 requests of upload takes 1.50 s, the others about 0.7 ms, also for a user alone, while the CPU is idle (0.05 of 1 in use): it waits',
  );
  const full = { host_cpu_busy_seconds_total: each(3.9), k6_cpu_wait_seconds_total: each(0.9) };
  assert.match(
    twoSpeeds({}, { more: full })[0]?.message ?? '',
    /also for a user alone: it waits$/,
    'no want of CPU is always as long',
  );
  const onTheBorder = twoSpeeds({ quantiles: { 'p(75)': 402 } });
  assert.match(onTheBorder[0]?.message ?? '', /^1 in 4 requests of upload takes 1\.50 s/);
});

test('an operation that takes as long for a user alone, always, is slow itself on a full machine too', () => {
  const full = { host_cpu_busy_seconds_total: each(3.9), k6_cpu_wait_seconds_total: each(0.9) };
  const alone = { list: { count: 5, medianMs: 900, slowestMs: 905 } };
  const of = (least: number, aloneMs: number) =>
    held(
      {},
      {
        metrics: { 'op_duration{op:list,leg:1}': trend({ 'p(5)': least, med: 901, 'p(95)': 904 }) },
        alone: { list: { ...alone.list, medianMs: aloneMs } },
        more: full,
      },
    )[0];
  assert.equal(of(900, 900)?.status, 'warning');
  assert.match(of(900, 900)?.message ?? '', /over the healthy mark of 500 ms, as long as for a user alone$/);
  assert.doesNotMatch(of(900, 900)?.cause ?? '', /other programs/);
  assert.equal(of(90, 900)?.status, 'unknown', 'want of CPU has all lengths');
  assert.equal(of(900, 90)?.status, 'unknown', 'and makes users wait for one another');
});

test('where most requests stand at one pool, some times as long as for a user alone is waiting; a queue without a name is none', () => {
  const GO = '/go/src';
  const waits = `runtime.gopark@${GO}/runtime/proc.go < runtime.chansend@${GO}/runtime/chan.go < runtime.chansend1@${GO}/runtime/chan.go < main.query@/srv/app/db.go`;
  const serves = `net/http.HandlerFunc.ServeHTTP@${GO}/net/http/server.go < net/http.(*conn).serve@${GO}/net/http/server.go`;
  const pprof = stored({ 'goroutine-load.pprof': profileOf('goroutine', { [`${waits} < ${serves}`]: 30 }) });
  const alone = { upload: { count: 10, medianMs: 60, slowestMs: 70 } };
  const of = (p95Ms: number, changes: Partial<Evidence>) =>
    held({ 'op:upload,leg:1': p95Ms }, { alone, changes })[0]?.message;
  assert.match(
    of(600, { pprof }) ?? '',
    /10 times the 60 ms of a user alone, while the CPU is idle .*: it waits$/,
  );
  assert.equal(of(600, {}), undefined);
  assert.equal(of(280, { pprof }), undefined);
});

test('what is slow while a cache fills, for all at once or for large files, has no two speeds', () => {
  assert.deepEqual(twoSpeeds({ isSlow: (second) => second < 15 }), [], 'a cache fills');
  assert.deepEqual(twoSpeeds({ isSlow: (second) => second % 5 === 0 }), [], 'a pause of all');
  const sizes = { 'p(25)': 4, med: 25, 'p(75)': 160, 'p(90)': 600, 'p(95)': 900 };
  assert.deepEqual(twoSpeeds({ quantiles: sizes }), [], 'files of many sizes');
  const tail = { 'p(75)': 260, 'p(90)': 900, 'p(95)': 1500, 'p(98)': 1700 };
  assert.deepEqual(twoSpeeds({ quantiles: tail }), [], 'a long tail');
  assert.deepEqual(twoSpeeds({ slowMs: 200 }), [], 'nobody notices');
  const few = { 'p(90)': 6, 'p(95)': 8, avg: 20 };
  assert.deepEqual(twoSpeeds({ quantiles: few }), [], 'outliers');
  const pressed = { host_cpu_busy_seconds_total: each(3.9), k6_cpu_wait_seconds_total: each(0.9) };
  assert.deepEqual(twoSpeeds({ spread: 1.6 }, { more: pressed }), [], 'want of CPU has all lengths');
  assert.deepEqual(twoSpeeds({}, { alone: {} }), [], 'files of any size');
});

test('a service at its CPU limit queues: within the marks it does nothing wrong', () => {
  assert.deepEqual(held({ 'op:upload,leg:1': 1200 }, { busy: 0.98 }), []);
});

test('what is slow for a user alone too, a few milliseconds, and too few answers are no waiting', () => {
  assert.deepEqual(
    held({ 'op:upload,leg:1': 1200 }, { alone: { upload: { count: 3, medianMs: 600, slowestMs: 700 } } }),
    [],
  );
  assert.deepEqual(held({ 'op:upload,leg:1': 200 }), []);
  assert.deepEqual(held({ 'op:upload,leg:1': 1200 }, { alone: {} }), [], 'nobody was measured alone');
  const few = { 'op_duration{op:upload,leg:1}': trend({ 'p(95)': 1200 }, 19) };
  assert.deepEqual(held({}, { changes: { summary: { ...summaryOf(few), alone: ALONE } } }), []);
});

test('a machine on which k6 or the service was short of CPU shows no waiting', () => {
  const pressed = { host_cpu_busy_seconds_total: each(3.8), k6_cpu_wait_seconds_total: each(0.4) };
  assert.deepEqual(held({ 'op:upload,leg:1': 1200 }, { more: pressed }), []);
  const crowded = { process_cpu_seconds_total: each(0.05), process_cpu_wait_seconds_total: each(0.9) };
  assert.deepEqual(held({ 'op:upload,leg:1': 1200 }, { more: crowded }), []);
});

test('what is later, for more of the answers, than a want of CPU can make it waits on a pressed machine too', () => {
  const pressed = (wantsMore: number) => ({
    host_cpu_busy_seconds_total: each(3.8),
    k6_cpu_wait_seconds_total: each(0.4),
    process_cpu_seconds_total: each(0.02),
    process_cpu_wait_seconds_total: each(wantsMore),
  });
  const load = (wantsMore: number) => {
    const more = pressed(wantsMore);
    const requests = { ...summaryOf().metrics, http_reqs: counter(3000) };
    return held({ 'op:upload,leg:1': 2600 }, { busy: 0.02, more, metrics: requests })[0]?.message;
  };
  assert.match(load(0.05) ?? '', /while the CPU is idle.*: it waits$/);
  assert.match(
    load(0.9) ?? '',
    /short of CPU because of other programs$/,
    'the service itself was kept from the CPU',
  );
});

test('without marks of its own a load holds each operation to those of its scenario, whatever the CPU does', () => {
  const [list] = held({ 'op:list,leg:1': 600, 'op:upload,leg:1': 1900 }, { busy: 0.98 });
  assert.deepEqual([list?.status, list?.limit], ['warning', 500]);
  assert.match(
    list?.message ?? '',
    /^p95 of list is 600 ms with 20 VUs, over the healthy mark of 500 ms, 300 times the 2\.0 ms/,
  );
  const [worse] = held({ 'op:list,leg:1': 2100, 'op:upload,leg:1': 3000 }, { busy: 0.98 });
  assert.deepEqual([worse?.status, worse?.limit], ['critical', 2000]);
  assert.match(worse?.message ?? '', /; also upload$/);
  const starved = { process_cpu_seconds_total: each(0.1), process_cpu_wait_seconds_total: each(0.9) };
  assert.equal(
    held({ 'op:list,leg:1': 2100 }, { busy: 0.1, more: starved, alone: {} })[0]?.status,
    'unknown',
  );
});

test('a spike may queue up to the critical mark, its base may not, and its recovery is told elsewhere', () => {
  const { spike: legs } = LEGS;
  const status = (leg: number, ms: number) =>
    held({ [`op:list,leg:${leg}`]: ms }, { legs, busy: 0.98 })[0]?.status;
  assert.deepEqual([status(1, 1900), status(1, 2100)], [undefined, 'warning']);
  assert.deepEqual([status(0, 600), status(0, 2100), status(2, 2100)], ['warning', 'critical', undefined]);
});

test('a mark that the scenario has itself is told by the detector for that', () => {
  const limits = [
    { metric: 'op_duration{op:upload}', stat: 'p(95)', unit: 'ms', healthy: 2000, critical: 5000 } as const,
  ];
  const metrics = {
    'op_duration{op:upload}': trend({ 'p(95)': 2500 }),
    'op_duration{op:upload,leg:1}': trend({ 'p(95)': 2500 }),
  };
  const changes = {
    scenario: { ...PING, limits: [...limits], legs: LEGS.soak },
    summary: { ...summaryOf(metrics), alone: ALONE },
  };
  assert.deepEqual(held({}, { changes }), []);
});
