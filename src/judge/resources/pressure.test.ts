import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, GIB, MICRO, type Series, samplesOf } from '../fixtures.ts';
import { busyCpus, pressureOf, throttledShare } from './pressure.ts';

function evidence(columns: Series, cpus = 1) {
  const profile = { ...MICRO, limits: { cpus, memoryBytes: GIB } };
  return evidenceOf({ profile, samples: samplesOf(columns) });
}
const cause = (columns: Series, cpus?: number) => pressureOf(evidence(columns, cpus)).cause;

const throttled = (periods: number): Series => ({
  cgroup_cpu_periods_total: [100, 200],
  cgroup_cpu_throttled_periods_total: [40, 40 + periods],
});
const busy = (cpus: number): Series => ({ cgroup_cpu_seconds_total: [0, cpus] });
const workingSet = (share: number): Series => ({ cgroup_memory_working_set_bytes: [0, share * GIB, 0] });

test('throttled in more than half of the periods, it is the CPU limit', () => {
  assert.equal(cause(throttled(51)), "the box's CPU limit: throttled in 51 % of the scheduler periods");
  assert.equal(cause(throttled(50)), undefined);
});

test('with nearly all CPUs in use, it is the CPU', () => {
  assert.equal(cause(busy(0.86)), 'CPU: 0.86 of 1 CPUs in use');
  assert.equal(cause(busy(0.85)), undefined);
  assert.equal(cause(busy(1.8), 2), 'CPU: 1.80 of 2 CPUs in use');
});

test('with one of two CPUs in use, it is one busy thread', () => {
  assert.equal(cause(busy(0.97), 2), 'one busy thread: 0.97 CPUs in use, about one of 2');
  assert.equal(cause(busy(0.8), 2), undefined);
  assert.match(pressureOf(evidence(busy(1), 2)).advice ?? '', /more workers/);
});

test('with the box nearly full at its peak, it is the memory', () => {
  assert.equal(cause(workingSet(0.91)), 'memory: the service held 91 % of the box');
  assert.equal(cause(workingSet(0.9)), undefined);
});

test('where the kernel tells of pressure, it is the memory or the disk that threads waited for', () => {
  const reclaim = (seconds: number): Series => ({
    cgroup_memory_pressure_waiting_seconds_total: [0, seconds],
    cgroup_memory_limit_hits_total: [5, 17],
  });
  const disk = (seconds: number): Series => ({ cgroup_io_pressure_stalled_seconds_total: [1, 1 + seconds] });
  assert.equal(cause(reclaim(0.3)), 'memory: a thread waited 30 % of the time for the kernel to free some');
  assert.deepEqual(pressureOf(evidenceOf({ samples: samplesOf(reclaim(0.3)) })).also, [
    'its limit was hit 12 times',
  ]);
  assert.equal(cause(reclaim(0.1)), undefined);
  assert.equal(cause(disk(0.4)), 'the disk: 40 % of the time all threads that had work waited for it');
  assert.equal(cause(disk(0.05)), undefined);
  assert.match(cause({ ...disk(1), ...reclaim(1) }) ?? '', /^memory/);
});

test('of several the tightest is named: throttling, then CPU, then memory', () => {
  const all = { ...throttled(90), ...busy(1), ...workingSet(1) };
  assert.match(cause(all) ?? '', /^the box's CPU limit/);
  assert.match(cause({ ...busy(1), ...workingSet(1) }) ?? '', /^CPU/);
});

test('every cause comes with what to try', () => {
  for (const columns of [throttled(90), busy(1), workingSet(1)])
    assert.notEqual(pressureOf(evidence(columns)).advice, undefined);
});

test('what was not measured is no cause', () => {
  assert.deepEqual(pressureOf(evidence({})), {});
  assert.deepEqual(pressureOf(evidenceOf({ samples: [] })), {});
});

test('without a box only throttling can be known', () => {
  const { limits: _, ...asIs } = MICRO;
  const samples = samplesOf({ ...busy(8), ...workingSet(4) });
  assert.deepEqual(pressureOf(evidenceOf({ profile: asIs, samples })), {});
});

test('no periods are no throttling, and not a division by zero', () => {
  const still = { cgroup_cpu_periods_total: [5, 5], cgroup_cpu_throttled_periods_total: [1, 1] };
  assert.equal(throttledShare(evidence(still)), undefined);
  assert.equal(throttledShare(evidence({})), undefined);
});

test('CPUs in use are those of the control group, else those of the processes, over the time between readings', () => {
  const process = { process_cpu_seconds_total: [10, undefined, 13] };
  assert.equal(busyCpus(evidence({ ...process, cgroup_cpu_seconds_total: [0, undefined, 1] })), 0.5);
  assert.equal(busyCpus(evidence(process)), 1.5);
  assert.equal(busyCpus(evidence({ process_cpu_seconds_total: [10] })), undefined);
});
