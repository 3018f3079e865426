import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Status } from '../../contract/contract.ts';
import { MIB } from '../../text/numbers.ts';
import { evidenceOf, GIB, MICRO, type Series, samplesOf } from '../fixtures.ts';
import { exitAt } from '../load/failure-fixtures.ts';
import { judgeMemory } from './memory.ts';

function judged(columns: Series, memoryBytes = GIB) {
  const profile = { ...MICRO, limits: { cpus: 1, memoryBytes } };
  return judgeMemory(evidenceOf({ profile, samples: samplesOf(columns) }));
}

test('under 400 of 1024 MiB is healthy, over 700 critical, and both marks are warnings', () => {
  const cases: [number, Status][] = [
    [399.9, 'healthy'],
    [400, 'warning'],
    [700, 'warning'],
    [700.1, 'critical'],
  ];
  for (const [mib, status] of cases)
    assert.equal(judged({ runtime_sys_mb: [mib] })[0]?.status, status, `${mib} MiB`);
});

test('a bigger box gets proportionally more', () => {
  const status = (mib: number) => judged({ runtime_sys_mb: [mib] }, 4 * GIB)[0]?.status;
  assert.deepEqual([1599, 1600, 2800, 2801].map(status), ['healthy', 'warning', 'warning', 'critical']);
});

test('the peak counts, not the end', () => {
  const [finding] = judged({ runtime_sys_mb: [100, undefined, 750, 90] });
  assert.deepEqual(finding, {
    detector: 'memory',
    status: 'critical',
    metric: 'runtime_sys_mb',
    value: 750,
    limit: 700,
    unit: 'MiB',
    message:
      'peak memory held by the runtime is 750 MiB, over the critical mark of 700 MiB; the limit of the box is 1024 MiB',
    advice: 'see the largest owners in heap.pprof and what grew since heap-start.pprof',
    sees: ['heap.pprof', 'heap-start.pprof'],
    evidence: ['samples.ndjson', 'heap.pprof'],
  });
});

test('of a service that is gone nobody is sent to a heap profile', () => {
  const samples = samplesOf({ runtime_sys_mb: [750] });
  const [finding] = judgeMemory(evidenceOf({ samples, ...exitAt(4) }));
  assert.match(finding?.advice ?? '', /^bound caches and buffers/);
});

test('a healthy peak is told against the healthy mark', () => {
  const [finding] = judged({ runtime_sys_mb: [90] });
  assert.equal(
    finding?.message,
    'peak memory held by the runtime is 90 MiB, under the healthy mark of 400 MiB; the limit of the box is 1024 MiB',
  );
  assert.equal(finding?.limit, 400);
  assert.equal(finding?.advice, undefined);
});

test('what the kernel cannot take back counts, and not what a runtime says besides', () => {
  const bytes = { process_resident_memory_bytes: [900 * MIB], cgroup_memory_working_set_bytes: [1000 * MIB] };
  const processes = { ...bytes, process_memory_held_bytes: [410 * MIB], runtime_sys_mb: [900] };
  const [alone] = judged(processes);
  assert.deepEqual(
    [alone?.metric, alone?.value, alone?.status],
    ['process_memory_held_bytes', 410, 'warning'],
  );
  const [group] = judged({ ...processes, cgroup_memory_held_bytes: [720 * MIB] });
  assert.deepEqual(
    [group?.metric, group?.value, group?.status],
    ['cgroup_memory_held_bytes', 720, 'critical'],
  );
  assert.equal(group?.message.split(';')[0], 'peak memory is 720 MiB, over the critical mark of 700 MiB');
});

test('a mapped or cached file is no memory of the service, and the verdict says so', () => {
  const mapped = { process_memory_held_bytes: [15 * MIB], process_resident_memory_bytes: [785 * MIB] };
  const cached = { cgroup_memory_held_bytes: [36 * MIB], cgroup_memory_bytes: [1022 * MIB] };
  for (const [columns, files] of [
    [mapped, 770],
    [cached, 986],
  ] as const) {
    const [finding] = judged(columns);
    assert.equal(finding?.status, 'healthy');
    assert.match(finding?.message ?? '', new RegExp(`up to ${files} MiB were file pages`));
  }
  const [usual] = judged({
    process_memory_held_bytes: [60 * MIB],
    process_resident_memory_bytes: [110 * MIB],
  });
  assert.doesNotMatch(usual?.message ?? '', /files/);
});

test('of a run without such a reading it is the smaller of RSS and working set, or the one that is there', () => {
  const rss = { process_resident_memory_bytes: [500 * MIB, 120 * MIB] };
  const working = { cgroup_memory_working_set_bytes: [130 * MIB, 800 * MIB] };
  const [both] = judged({ ...rss, ...working });
  assert.deepEqual([both?.value, both?.status], [130, 'healthy']);
  assert.match(
    both?.message ?? '',
    /^peak memory \(the smaller of RSS and working set, at most\) is 130 MiB/,
  );
  assert.match(judged(working)[0]?.message ?? '', /^peak working set is 800 MiB/);
  assert.match(judged(rss)[0]?.message ?? '', /^peak resident memory \(RSS\) is 500 MiB/);
});

test('what was not measured is not judged, and neither is memory without a box', () => {
  assert.deepEqual(judged({ requests_total: [1, 2] }), []);
  const { limits: _, ...asIs } = MICRO;
  const samples = samplesOf({ runtime_sys_mb: [9000] });
  assert.deepEqual(judgeMemory(evidenceOf({ profile: asIs, samples })), []);
});
