import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldBytesV1, heldBytesV2 } from './held-memory.ts';

const statV1 = (parts: Record<string, number>) =>
  new Map(Object.entries(parts).map(([name, bytes]) => [`total_${name}`, bytes] as const));

test('in version 1 file pages do not count, active or not, and shared memory does', () => {
  const stat = { rss: 100, cache: 900, shmem: 50, active_file: 600, inactive_file: 250 };
  assert.equal(heldBytesV1(statV1(stat)), 150);
  assert.equal(heldBytesV1(statV1({ ...stat, active_file: 500 })), 250, 'what is locked is on neither list');
  assert.equal(
    heldBytesV1(statV1({ ...stat, active_file: 700 })),
    150,
    'pages on their way from list to list',
  );
});

test('in version 2 what the kernel itself needs for the group counts too, but for slabs that it can give back', () => {
  const stat = { anon: 100, file: 900, shmem: 50, active_file: 600, inactive_file: 250 };
  const kernel = {
    slab: 30,
    slab_reclaimable: 20,
    slab_unreclaimable: 10,
    kernel_stack: 3,
    pagetables: 2,
    sock: 1,
  };
  assert.equal(heldBytesV2(new Map(Object.entries(stat))), 150);
  assert.equal(heldBytesV2(new Map(Object.entries({ ...stat, ...kernel }))), 166);
});

test('without the file nothing is known', () => {
  assert.equal(heldBytesV1(new Map()), undefined);
  assert.equal(heldBytesV2(new Map()), undefined);
});
