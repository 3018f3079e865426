import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import { MIB } from '../../text/numbers.ts';
import { memoryRule } from './memory.ts';
import type { Ending } from './rule.ts';

const BOX_BYTES = 1024 * MIB;

/** What the rule says of each of these readings, one a second. */
function said(readings: Sample['values'][]): (Ending | undefined)[] {
  const rule = memoryRule(BOX_BYTES);
  return readings.map((values, second) => rule({ t: second * 1000, values }, second));
}

const held = (...mib: (number | undefined)[]) =>
  mib.map((each) => (each === undefined ? {} : { cgroup_memory_held_bytes: each * MIB }));

test('three readings in a row at the limit end the load, with the memory, the box and the moment', () => {
  const [first, second, third] = said(held(973, 990, 1000));
  assert.deepEqual([first, second], [undefined, undefined]);
  assert.deepEqual(third, {
    id: 'target-memory-critical',
    message:
      "the memory of the service was 1000 MiB of the box's 1024 MiB, and at least 95 % of it in 3 readings in a row, the last 2 s into the load: the load was ended before the kernel would kill the service",
  });
});

test('a peak that passes is none, nor is a service that is large but not at the limit', () => {
  const peaks = said(held(1000, 1000, 900, 1000, 1000, 900));
  const large = said(held(970, 970, 970, 970, 970));
  for (const each of [...peaks, ...large]) assert.equal(each, undefined);
});

test('a reading that could not be taken neither counts nor is it a pause', () => {
  const ends = said(held(1000, undefined, 1000, undefined, 1000)).map((each) => each !== undefined);
  assert.deepEqual(ends, [false, false, false, false, true]);
});

test('without a control group the memory of the processes counts, and not what they share twice', () => {
  const processes = { process_memory_held_bytes: 1500 * MIB };
  assert.match(
    said([processes, processes, processes])[2]?.message ?? '',
    /^the memory of the service was 1500 MiB/,
  );
  const both = { ...processes, cgroup_memory_held_bytes: 500 * MIB };
  assert.equal(said([both, both, both])[2], undefined);
});

test('a box full of file pages, mapped or only cached, is not about to be killed', () => {
  const cached = {
    cgroup_memory_held_bytes: 30 * MIB,
    cgroup_memory_bytes: 1023 * MIB,
    cgroup_memory_working_set_bytes: 1022 * MIB,
    process_resident_memory_bytes: 1000 * MIB,
  };
  const { cgroup_memory_held_bytes: _, ...untold } = cached;
  for (const each of [cached, untold]) assert.equal(said([each, each, each])[2], undefined);
});
