import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import { ERRORS, P95_PING, trend } from '../fixtures.ts';
import { normals } from '../statistics/fixtures/fixtures.ts';
import { judgeStall } from './stall.ts';
import { CALM, type Stalling, stalledFor, stalling } from './stall-fixtures.ts';

/** One core and k6 that never waits, or a machine that is full. */
const cpuOf = (isFull: boolean, service: number) => (second: number) => ({
  host_cpu_busy_seconds_total: (isFull ? 4 : 1) * second,
  k6_cpu_seconds_total: 0.5 * second,
  k6_cpu_wait_seconds_total: (isFull ? 1 : 0) * second,
  process_cpu_seconds_total: service * second,
});
const everySecondSecond = (ms: number) => (second: number) => (second % 2 === 0 ? stalledFor(ms) : CALM);

function judged(load: Stalling, limits: Parameters<typeof stalling>[1] = {}) {
  return judgeStall(stalling(load, limits));
}

test('a service that stops over and over is critical when that is over the critical mark', () => {
  const [finding, ...others] = judged({ latency: everySecondSecond(600), values: cpuOf(false, 0.5) });
  assert.deepEqual(others, []);
  assert.equal(finding?.status, 'critical');
  assert.equal(
    finding?.message,
    'the service stops responding for up to 600 ms at a time, 12 times in 24 s: nobody is served for 30 % of the time; the longest wait is over the critical mark of 500 ms',
  );
  assert.deepEqual([finding?.value, finding?.limit, finding?.restsOnTiming], [600, 500, false]);
  assert.match(finding?.cause ?? '', /^meanwhile one thread .* is computing.*: 0\.50 CPUs in use$/);
});

test('between the marks it is a warning, below them good to know', () => {
  const status = (ms: number) => judged({ latency: everySecondSecond(ms) })[0]?.status;
  assert.deepEqual([status(501), status(500), status(150)], ['critical', 'warning', 'warning']);
  const lenient = { ...P95_PING, healthy: 2000, critical: 5000 };
  const { scenario } = stalling({ latency: everySecondSecond(600) });
  const upload = judged(
    { latency: everySecondSecond(600) },
    { scenario: { ...scenario, limits: [lenient] } },
  );
  assert.match(upload[0]?.message ?? '', /within the healthy 2\.00 s$/);
  assert.equal(upload[0]?.status, 'healthy');
});

test('where no time is asked, a fifth of the throughput lost is a warning', () => {
  assert.deepEqual([mixed(420, 'remove')?.status, mixed(380, 'remove')?.status], ['warning', 'healthy']);
});

test('in a mixed load the marks that its operations have in their own scenarios count', () => {
  assert.equal(mixed(380, 'list')?.status, 'healthy');
  assert.equal(mixed(600, 'list')?.status, 'warning');
  assert.match(mixed(600, 'list')?.message ?? '', /over the healthy 500 ms$/);
});

/** Of a load without marks for times, that stalls every second second. */
function mixed(ms: number, op: string) {
  const { scenario, summary } = stalling({ latency: everySecondSecond(ms) });
  const { 'op_duration{op:ping}': _, ...others } = summary?.metrics ?? {};
  const metrics = { ...others, [`op_duration{op:${op}}`]: trend({ med: 4, 'p(95)': 20 }) };
  return judged(
    { latency: everySecondSecond(ms) },
    { scenario: { ...scenario, limits: [ERRORS] }, ...(summary && { summary: { ...summary, metrics } }) },
  )[0];
}

test('seconds in which nothing ended, each followed by answers that were as late, are proof on a full machine too', () => {
  const silent = (lengths: number[]) => {
    const at = (second: number) => lengths[Math.floor(second / 8) - 1];
    const evidence = stalling({
      latency: (second) => (second % 8 === 1 && second > 8 ? stalledFor(at(second) ?? 0) : CALM),
      values: cpuOf(true, 0.1),
    });
    const timeline = evidence.timeline.map((each, second) => {
      const { op_duration: _, ...rest } = each.values;
      return second % 8 === 0 && second > 0 ? { ...each, values: { ...rest, op_duration: {} } } : each;
    });
    return judgeStall({ ...evidence, timeline })[0];
  };
  assert.equal(silent([2006, 2002, 2020])?.status, 'critical');
  assert.equal(
    silent([2006, 1400, 2900]),
    undefined,
    'a generator that is kept from a CPU is so for any time',
  );
});

/** In each of these seconds nothing ends, and what comes then is late in the next one. */
function silentAt(seconds: number[], ms: number, probe: number, calm = CALM) {
  const evidence = stalling({
    latency: (second) => (seconds.includes(second - 1) ? stalledFor(ms) : calm),
    values: (second) => ({
      ...cpuOf(false, 0.1)(second),
      probe_seconds: seconds.includes(second) ? probe : 0.003,
    }),
  });
  const timeline = evidence.timeline.map((each, second) =>
    seconds.includes(second) ? { ...each, values: { ...each.values, op_duration: {} } } : each,
  );
  return judgeStall({ ...evidence, timeline })[0];
}

test('two silences of one length that another program met too are stalls; what only k6 saw, or of any length, is not', () => {
  assert.equal(silentAt([12, 22], 2000, 1.5)?.status, 'critical');
  assert.match(silentAt([12, 22], 2000, 1.5)?.message ?? '', /up to 2\.00 s at a time, 2 times in 2\d s/);
  assert.equal(silentAt([12, 22], 2000, 0.003), undefined, 'probes were answered');
  assert.equal(silentAt([12], 2000, 1.5), undefined, 'once');
});

test('a second in which nobody is answered is a stall where answers usually take a tenth of one', () => {
  const slow = { min: 80, avg: 100, med: 100, 'p(90)': 110, 'p(95)': 120, 'p(99)': 130, max: 140 };
  assert.equal(silentAt([9, 14, 19, 24], 1600, 0.003, slow)?.status, 'critical');
  const slower = { min: 300, avg: 400, med: 400, 'p(90)': 420, 'p(95)': 440, 'p(99)': 460, max: 480 };
  assert.equal(silentAt([9, 14, 19, 24], 1600, 0.003, slower), undefined);
});

test('a service that waits with an idle CPU does not compute', () => {
  const [finding] = judged({ latency: everySecondSecond(600), values: cpuOf(false, 0.1) });
  assert.match(finding?.cause ?? '', /^it is waiting meanwhile: 0\.10 CPUs/);
});

test('what is slow for a few, is slow always, or happens twice is no stall', () => {
  const tail = (second: number) => (second % 2 === 0 ? { ...CALM, 'p(99)': 590, max: 600 } : CALM);
  assert.deepEqual(judged({ latency: tail }), [], 'fourteen slow requests while 200 VUs ask');
  const slow = { min: 590, avg: 600, med: 600, 'p(90)': 605, 'p(95)': 610, 'p(99)': 615, max: 620 };
  assert.deepEqual(judged({ latency: () => slow }), []);
  const twice = (second: number) => ([10, 20].includes(second) ? stalledFor(3000) : CALM);
  assert.deepEqual(judged({ latency: twice }), []);
  const seldom = (second: number) => (second % 10 === 0 ? stalledFor(300) : CALM);
  assert.deepEqual(judged({ latency: seldom, seconds: 120 }), [], 'for 3 % of the time');
});

test('stalls in every second need the word of the probes', () => {
  const latency = () => stalledFor(200);
  /** Every fifth reading meets a stall of 200 ms a second. */
  const probes =
    (late: number) =>
    (second: number): Sample['values'] => ({ probe_seconds: second % 5 === 0 ? late : 0.003 });
  assert.deepEqual(judged({ latency }), []);
  assert.deepEqual(judged({ latency, values: probes(0.01) }), []);
  assert.equal(judged({ latency, values: probes(0.15) })[0]?.status, 'warning');
  const unanswered = (second: number): Sample['values'] => (second % 5 === 0 ? {} : { probe_seconds: 0.003 });
  assert.equal(judged({ latency, values: unanswered })[0]?.status, 'warning');
});

test('on a full machine both are needed: calm seconds and late probes', () => {
  const full = cpuOf(true, 0.5);
  const met = (second: number) => ({ ...full(second), probe_seconds: second % 4 === 0 ? 0.4 : 0.01 });
  const unmet = (second: number) => ({ ...full(second), probe_seconds: 0.01 });
  const status = (load: Stalling) => judged(load)[0]?.status;
  const latency = everySecondSecond(600);
  assert.equal(status({ latency, values: met }), 'critical');
  assert.equal(status({ latency, values: unmet }), undefined);
  assert.equal(status({ latency, values: full }), undefined);
  assert.equal(status({ latency: () => stalledFor(600), values: met }), undefined);
});

/** A machine of 4 cores that is full in the seconds in which this says so; k6 and the service wait as long as told there. */
function neighbour(isFull: (second: number) => boolean, waits: number) {
  const total = { busy: 0, waited: 0 };
  const readings = Array.from({ length: 60 }, (_, second): Sample['values'] => {
    total.busy += second > 0 && isFull(second - 1) ? 4 : 1;
    total.waited += second > 0 && isFull(second - 1) ? waits : 0;
    return {
      host_cpu_busy_seconds_total: total.busy,
      k6_cpu_wait_seconds_total: total.waited,
      process_cpu_wait_seconds_total: total.waited,
    };
  });
  return (second: number) => readings[second] ?? {};
}

test('stalls in the very seconds in which others had the machine are theirs, though its mean is calm', () => {
  const stalls = (second: number) => second % 4 === 0;
  const latency = (second: number) => (stalls(second) ? stalledFor(600) : CALM);
  const status = (values: NonNullable<Stalling['values']>) => judged({ latency, values })[0]?.status;
  assert.equal(status(neighbour(stalls, 2)), undefined);
  assert.equal(status(neighbour((second) => second % 4 === 2, 2)), 'critical', 'full in other seconds');
  assert.equal(status(neighbour(stalls, 0.01)), 'critical', 'full, but neither k6 nor the service waited');
});

test('on a machine that is full most of the time, stalls in the seconds in which it is not are the service’s', () => {
  const latency = (second: number) => (second % 4 === 0 ? stalledFor(600) : CALM);
  const seen = neighbour((second) => second % 4 === 1 || second % 4 === 2, 2);
  assert.equal(judged({ latency, values: seen })[0]?.status, 'critical');
});

test('pauses of the collector and slices of the quota are named by others', () => {
  const latency = everySecondSecond(600);
  const pauses = (second: number) => ({ runtime_gc_pause_seconds_total: 0.25 * second });
  assert.deepEqual(judged({ latency, values: pauses }), []);
  const throttled = (second: number) => ({ cgroup_cpu_throttled_seconds_total: 0.2 * second });
  assert.deepEqual(judged({ latency: everySecondSecond(110), values: throttled }), []);
  assert.equal(judged({ latency, values: throttled })[0]?.status, 'critical', 'no slice is so long');
});

/** Pauses of all lengths in every second, for the load and for the probes: one run in a hundred may look like a fault. */
test('a noisy machine hardly ever seems to be a service that stalls', () => {
  const alarms = Array.from({ length: 200 }, (_, index) => index + 1).filter((seed) => {
    const normal = normals(seed);
    const noise = Array.from({ length: 40 }, () => Math.exp(0.8 * normal()));
    const latency = (second: number) => {
      const pause = 60 * (noise[second] ?? 1);
      return { ...stalledFor(pause), min: 0.2, med: 0.05 * pause };
    };
    const values = (second: number) => ({
      ...cpuOf(true, 0.3)(second),
      probe_seconds: 0.03 * (noise[39 - second] ?? 1),
    });
    return judged({ latency, values }).length > 0;
  });
  assert.ok(alarms.length <= 2, `${alarms}`);
});

test('without a steady phase or a timeline nothing is said', () => {
  const evidence = stalling({ latency: everySecondSecond(600) });
  assert.deepEqual(judgeStall({ ...evidence, timeline: [] }), []);
  assert.deepEqual(judgeStall({ ...evidence, summary: undefined }), []);
});

test('answers that come a second later than the others of their stall are no stall of their own', () => {
  const latency = (second: number) =>
    second % 8 === 1 ? stalledFor(2000) : second % 8 === 2 ? { ...CALM, 'p(99)': 1500, max: 1800 } : CALM;
  const [finding] = judged({ latency, values: cpuOf(false, 0.1) });
  assert.match(
    finding?.message ?? '',
    /up to 2\.00 s at a time, 3 times in 24 s: nobody is served for 25 % of/,
  );
});

test('an operation that always takes as long is no stall, though its users fell into step', () => {
  const alike = { min: 0.4, med: 2601, 'p(90)': 2602, 'p(95)': 2603, 'p(99)': 2606, max: 2608 };
  const load = (late: Record<string, number>) => {
    const evidence = stalling({
      latency: (second) => (second % 4 === 1 ? late : CALM),
      values: cpuOf(false, 0.02),
    });
    const timeline = evidence.timeline.map((each, second) => {
      const { op_duration: _, ...rest } = each.values;
      return second % 4 === 0 && second > 0 ? { ...each, values: { ...rest, op_duration: {} } } : each;
    });
    return judgeStall({ ...evidence, timeline })[0]?.status;
  };
  assert.equal(load(alike), undefined);
  assert.equal(load({ ...alike, med: 1900, 'p(90)': 2500 }), 'critical');
});
