import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import { memoryRule } from './memory.ts';
import type { Ending } from './rule.ts';

const MIB = 1024 * 1024;
const BOX_BYTES = 1024 * MIB;

/** What the rule says of each of these readings, one a second. */
function said(readings: Sample['values'][]): (Ending | undefined)[] {
  const rule = memoryRule(BOX_BYTES);
  return readings.map((values, second) => rule({ t: second * 1000, values }, second));
}

const workingSet = (...mib: (number | undefined)[]) =>
  mib.map((each) => (each === undefined ? {} : { cgroup_memory_working_set_bytes: each * MIB }));

test('three readings in a row at the limit end the load, with the memory, the box and the moment', () => {
  const [first, second, third] = said(workingSet(973, 990, 1000));
  assert.deepEqual([first, second], [undefined, undefined]);
  assert.deepEqual(third, {
    id: 'target-memory-critical',
    message:
      "the working set of the service was 1000 MiB of the box's 1024 MiB, and at least 95 % of it in 3 readings in a row, the last 2 s into the load: the load was ended before the kernel would kill",
  });
});

test('a peak that passes is none, nor is a service that is large but not at the limit', () => {
  const peaks = said(workingSet(1000, 1000, 900, 1000, 1000, 900));
  const large = said(workingSet(970, 970, 970, 970, 970));
  for (const each of [...peaks, ...large]) assert.equal(each, undefined);
});

test('a reading that could not be taken neither counts nor is it a pause', () => {
  const ends = said(workingSet(1000, undefined, 1000, undefined, 1000)).map((each) => each !== undefined);
  assert.deepEqual(ends, [false, false, false, false, true]);
});

test('without a control group the resident memory counts; with one it does not, for it has shared pages twice', () => {
  const rss = { process_resident_memory_bytes: 1500 * MIB };
  assert.match(
    said([rss, rss, rss])[2]?.message ?? '',
    /^the resident memory \(RSS\) of the service was 1500 MiB/,
  );
  const both = { ...rss, cgroup_memory_working_set_bytes: 500 * MIB };
  assert.equal(said([both, both, both])[2], undefined);
});
