import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplesOf } from '../judge/fixtures.ts';
import { heldBytes, heldMemory } from './held-memory.ts';

test('a run has one measure: a reading that lacks it is left out, not taken by another', () => {
  const samples = samplesOf({
    cgroup_memory_held_bytes: [10, undefined, 12],
    process_resident_memory_bytes: [90, 91, 92],
  });
  const { metric, isExact, points = [] } = heldMemory(samples) ?? {};
  assert.deepEqual([metric, isExact], ['cgroup_memory_held_bytes', true]);
  assert.deepEqual(
    points.map(({ value }) => value),
    [10, 12],
  );
});

test('processes that are seen go before a working set, and a bound is told as one', () => {
  const working = { cgroup_memory_working_set_bytes: [70] };
  assert.equal(heldMemory(samplesOf({ ...working, process_memory_held_bytes: [60] }))?.isExact, true);
  const [bound] = samplesOf({ ...working, process_resident_memory_bytes: [80] });
  assert.equal(bound && heldBytes(bound), 70);
  assert.equal(heldMemory(samplesOf(working))?.isExact, false);
  assert.equal(heldMemory(samplesOf({ requests_total: [1] })), undefined);
});
