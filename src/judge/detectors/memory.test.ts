import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Status } from '../../contract/contract.ts';
import { exitAt } from '../failure-fixtures.ts';
import { evidenceOf, GIB, MICRO, type Series, samplesOf } from '../fixtures.ts';
import { judgeMemory } from './memory.ts';

const MIB = 1024 ** 2;

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
    message: 'peak memory held by the runtime is 750 MiB, over 700 MiB (1024 MiB box)',
    advice: 'see the largest owners in heap.pprof and what grew since heap-start.pprof',
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
  assert.equal(finding?.message, 'peak memory held by the runtime is 90 MiB, under 400 MiB (1024 MiB box)');
  assert.equal(finding?.limit, 400);
  assert.equal(finding?.advice, undefined);
});

test('the larger counts of what the runtime says and its resident set, and without both the working set', () => {
  const bytes = { process_resident_memory_bytes: [500 * MIB], cgroup_memory_working_set_bytes: [800 * MIB] };
  const [said] = judged({ ...bytes, runtime_sys_mb: [501] });
  assert.deepEqual([said?.metric, said?.value, said?.status], ['runtime_sys_mb', 501, 'warning']);
  const [more] = judged({ ...bytes, runtime_sys_mb: [499] });
  assert.deepEqual(
    [more?.metric, more?.value, more?.message],
    [
      'process_resident_memory_bytes',
      500,
      'peak resident memory (RSS) is 500 MiB, over 400 MiB (1024 MiB box)',
    ],
  );
  const [resident] = judged(bytes);
  assert.deepEqual(
    [resident?.metric, resident?.value, resident?.status],
    ['process_resident_memory_bytes', 500, 'warning'],
  );
  const [workingSet] = judged({ cgroup_memory_working_set_bytes: [800 * MIB] });
  assert.deepEqual(
    [workingSet?.metric, workingSet?.value, workingSet?.status],
    ['cgroup_memory_working_set_bytes', 800, 'critical'],
  );
});

test('what was not measured is not judged, and neither is memory without a box', () => {
  assert.deepEqual(judged({ requests_total: [1, 2] }), []);
  const { limits: _, ...asIs } = MICRO;
  const samples = samplesOf({ runtime_sys_mb: [9000] });
  assert.deepEqual(judgeMemory(evidenceOf({ profile: asIs, samples })), []);
});
