/** Which of the series that grow together is named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import { counter, summaryOf } from '../fixtures.ts';
import { soak } from '../load/steady-fixtures.ts';
import { judgeLeak } from './leak.ts';
import { alarmsOf, heapLeaking, isNear, leaking, SEEDS } from './leak-fixtures.ts';

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
