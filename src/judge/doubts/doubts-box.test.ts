/** Doubts about the box and about what can be seen of the service in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALM_GENERATOR, GIB, MICRO, runOf, samplesOf } from '../fixtures.ts';
import { doubted, endedBy, ids, NOT_OURS, observed } from './doubt-fixtures.ts';

test('limits that were not enforced take all, and are named', () => {
  const found = (cpu: boolean, memory: boolean) =>
    doubted({
      run: runOf({
        sandbox: { driver: 'process', about: 'plain process', enforces: { cpu, memory }, notes: [] },
      }),
    });
  assert.deepEqual(found(false, false), {
    ids: ['limits-not-enforced'],
    takes: ['all'],
    messages: [
      'the limits of t3-micro were not enforced: CPU (sandbox plain process), memory (sandbox plain process)',
    ],
  });
  assert.match(found(true, false).messages[0] ?? '', /enforced: memory \(sandbox plain process\)$/);
  assert.match(found(false, true).messages[0] ?? '', /enforced: CPU \(sandbox plain process\)$/);
  assert.deepEqual(found(true, true).ids, []);
});

test('a box that is larger than the machine is none, one as large is', () => {
  const on = (cores: number, memoryMib: number) =>
    doubted({
      run: runOf({ machine: { ...runOf().machine, cores, memoryMib } }),
      profile: { ...MICRO, limits: { cpus: 2, memoryBytes: 4 * GIB } },
      samples: observed({}),
    });
  assert.deepEqual(on(2, 4096).ids, []);
  assert.deepEqual(on(1, 4096), {
    ids: ['limits-not-enforced'],
    takes: ['all'],
    messages: ['the limits of t3-micro were not enforced: the machine has 1 of its 2 CPUs'],
  });
  assert.match(on(2, 4095).messages[0] ?? '', /enforced: the machine has 4095 of its 4096 MiB$/);
});

test('of a service that ran already the box is unknown, which takes nothing', () => {
  const { limits: _, ...asIs } = MICRO;
  assert.deepEqual(
    [doubted({ run: NOT_OURS, profile: asIs }).ids, doubted({ run: NOT_OURS }).takes],
    [['box-unknown'], ['nothing']],
  );
});

test('a box that was named for a service that ran already was not enforced; without a box there was none', () => {
  const enforces = { cpu: false, memory: false };
  const run = { ...NOT_OURS, sandbox: { driver: 'none', about: 'none', enforces, notes: [] } };
  const { limits: _, ...asIs } = MICRO;
  assert.deepEqual(doubted({ run }), {
    ids: ['limits-not-enforced', 'box-unknown'],
    takes: ['all', 'nothing'],
    messages: [
      'the limits of t3-micro were not enforced: CPU (sandbox none), memory (sandbox none)',
      'the service was already running; the limits of its box were neither set nor measured',
    ],
  });
  assert.deepEqual(ids({ run, profile: asIs }), ['box-unknown']);
});

test('a service of ours of which there is no reading takes all, a running one may show what it likes', () => {
  const unseen = samplesOf({ requests_total: [0, 1000], host_disk_free_bytes: [1, 1], ...CALM_GENERATOR });
  assert.deepEqual(doubted({ samples: unseen }), {
    ids: ['not-observed'],
    takes: ['all'],
    messages: ['there is no reading of the service under load'],
  });
  for (const name of ['cgroup_pids', 'process_threads', 'runtime_heap_mb'] as const)
    assert.deepEqual(ids({ samples: samplesOf({ ...CALM_GENERATOR, [name]: [1] }) }), [], name);
  const { limits: _, ...profile } = MICRO;
  assert.deepEqual(ids({ run: NOT_OURS, profile, samples: unseen }), ['box-unknown']);
  assert.deepEqual(ids({ run: NOT_OURS, profile, samples: [] }), ['not-observed', 'box-unknown']);
});

test('of a load that never began no reading is missed', () => {
  const { k6: _, ...neverReady } = endedBy('target-never-ready');
  assert.deepEqual(ids({ outcome: neverReady, samples: [] }), []);
});
