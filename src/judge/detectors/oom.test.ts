import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MIB } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';
import { evidenceOf, outcomeOf, START_MS, samplesOf } from '../fixtures.ts';
import { exitAt } from '../load/failure-fixtures.ts';
import { judgeOom } from './oom.ts';

const over = (changes: Partial<Evidence>) => judgeOom(evidenceOf(changes));
const resident = (mib: number[]) =>
  samplesOf({ process_resident_memory_bytes: mib.map((each) => each * MIB) });

test('the kernel killed it: when, how much it held, how fast that grew', () => {
  const killed = { ...exitAt(4.5, { oomKilled: true }), samples: resident([100, 300, 500, 700, 900]) };
  assert.deepEqual(over(killed), [
    {
      detector: 'oom',
      status: 'critical',
      metric: 'process_resident_memory_bytes',
      value: 900,
      limit: 1024,
      unit: 'MiB',
      message:
        "the kernel OOM-killed the service at 0:04 of the load; it had held up to 900 MiB of the box's 1024 MiB",
      atSeconds: 4.5,
      cause: 'memory grew by 200 MiB/s in the 4 s before',
      advice: over(killed)[0]?.advice,
      evidence: ['outcome.json', 'samples.ndjson', 'target.log', 'heap-start.pprof'],
    },
  ]);
  assert.match(over(killed)[0]?.advice ?? '', /bound it, or use a box with more memory/);
});

test('where nothing was collected, that is the first cause', () => {
  const samples = samplesOf({
    process_resident_memory_bytes: [100, 300, 500, 700, 900].map((each) => each * MIB),
    runtime_heap_mb: [90, 290, 490, 690, 890],
    runtime_gc_total: [1, 1, 1, 1, 1],
  });
  const [found] = over({ ...exitAt(4.5, { oomKilled: true }), samples });
  assert.match(found?.cause ?? '', /^no garbage collection ran while .* 800 MiB.*; memory grew by 200 MiB/);
});

test('memory of the box that no process holds is told as files in a tmpfs', () => {
  const bytes = (mib: number[]) => mib.map((each) => each * MIB);
  const killed = (own: number[]) =>
    over({
      ...exitAt(4, { oomKilled: true }),
      samples: samplesOf({
        cgroup_memory_held_bytes: bytes([100, 400, 700, 1000]),
        process_memory_held_bytes: bytes(own),
      }),
    })[0];
  assert.match(
    killed([60, 60, 60, 60])?.cause ?? '',
    /^of these 940 MiB belong to no process: files in a tmpfs/,
  );
  assert.match(killed([60, 60, 60, 60])?.advice ?? '', /tmpfs/);
  assert.match(killed([60, 350, 650, 930])?.cause ?? '', /^memory grew by/);
});

test('memory that no reading saw grow went within a second, or had been at the limit', () => {
  const cause = (mib: number[]) =>
    over({ ...exitAt(4, { oomKilled: true }), samples: resident(mib) })[0]?.cause;
  assert.equal(
    cause([90, 90, 90, 90]),
    'its memory stood at 90 MiB, then it took the rest of the box within a second',
  );
  assert.equal(cause([1000, 1000, 1000]), 'it had been at the limit of the box for 2 s');
  assert.equal(cause([]), undefined);
});

test('RSS may be more than the box, what it had of the box is not; the kernel counts what no reading saw', () => {
  const [whole] = over({ ...exitAt(4, { oomKilled: true }), samples: resident([500, 800, 1061]) });
  assert.equal(
    whole?.message,
    'the kernel OOM-killed the service at 0:04 of the load; it had held all 1024 MiB of the box',
  );
  assert.equal(whole?.value, 1024);
  const samples = samplesOf({
    process_resident_memory_bytes: [90, 90, 90].map((mib) => mib * MIB),
    cgroup_memory_peak_bytes: [100, 100, 1024].map((mib) => mib * MIB),
    cgroup_oom_kills_total: [0, 0, 1],
  });
  assert.equal(
    over({ samples })[0]?.cause,
    'its memory stood at 90 MiB, then it took the rest of the box within a second; the kernel counted 1024 MiB at most',
  );
});

test('a reading of the process as it ends is not what it held', () => {
  const cause = (mib: number[]) =>
    over({ ...exitAt(4, { oomKilled: true }), samples: resident(mib) })[0]?.cause;
  assert.equal(cause([200, 400, 600, 0]), 'memory grew by 200 MiB/s in the 2 s before');
  assert.equal(
    cause([90, 90, 90, 3]),
    'its memory stood at 90 MiB, then it took the rest of the box within a second',
  );
});

test('a process that the kernel killed is found though the service lived on', () => {
  const [finding] = over({ samples: samplesOf({ cgroup_oom_kills_total: [0, 0, 1] }) });
  assert.deepEqual(
    [finding?.status, finding?.message, finding?.atSeconds],
    ['critical', 'the kernel OOM-killed a process of the service at 0:02 of the load', 2],
  );
});

test('OOM kills from before the load are not its doing', () => {
  assert.deepEqual(over({ samples: samplesOf({ cgroup_oom_kills_total: [2, 2, 2] }) }), []);
});

test('a runtime that gave up for want of memory says so at the end of its log', () => {
  const logs = [
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'fatal error: runtime: out of memory',
    'runtime: cannot allocate memory',
    'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
    'MemoryError',
    'memory allocation of 1048576 bytes failed',
    "terminate called after throwing an instance of 'std::bad_alloc'",
  ];
  for (const log of logs) {
    const [finding] = over({ ...exitAt(7, { code: 134 }), logTail: `up\n${log}\n` });
    assert.equal(finding?.status, 'critical', log);
    assert.match(
      finding?.message ?? '',
      /^the service ended with exit code 134 at 0:07 of the load: its runtime ran out of memory/,
    );
    assert.equal(finding?.cause, `last message in target.log: ${log}`);
  }
});

test('a log that speaks of memory is no end, and an end is not for want of memory', () => {
  assert.deepEqual(over({ logTail: 'java.lang.OutOfMemoryError\n' }), []);
  assert.deepEqual(over({ ...exitAt(7), logTail: 'memory is fine\n' }), []);
});

test('what we ended before the kernel did is told in the words of who ended it', () => {
  const cause = {
    id: 'target-memory-critical',
    message: 'it was nearly full',
    atMs: START_MS + 2000,
  } as const;
  const [finding] = over({ outcome: outcomeOf({ firstCause: cause }) });
  assert.deepEqual(
    [finding?.status, finding?.message, finding?.atSeconds],
    ['critical', 'it was nearly full', 2],
  );
});

test('a service that lives has no finding', () => {
  assert.deepEqual(over({}), []);
  assert.deepEqual(over({ outcome: undefined, summary: undefined, samples: [], timeline: [] }), []);
});
