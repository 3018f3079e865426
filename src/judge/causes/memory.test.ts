import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MIB } from '../../text/numbers.ts';
import { evidenceOf, findingOf } from '../fixtures.ts';
import { soak } from '../load/steady-fixtures.ts';
import { profileOf, type Rows, stored } from '../pprof/fixtures/fixtures.ts';
import { heapGrowthCause, heapOwnersCause } from './memory.ts';

const LEAK = findingOf({ detector: 'leak', unit: 'MiB/s', value: 1 });
const mib = (rows: Rows) =>
  profileOf(
    'inuse_space',
    Object.fromEntries(Object.entries(rows).map(([stack, value]) => [stack, value * MIB])),
  );

function grown(before: Rows, after: Rows): string | undefined {
  const pprof = stored({ 'heap-start.pprof': mib(before), 'heap.pprof': mib(after) });
  return heapGrowthCause(soak({ seconds: 60 }, { pprof }), LEAK)[0]?.cause;
}

test('a leak is laid at the door of the functions whose live memory grew most', () => {
  assert.equal(
    grown(
      { 'start@/srv/main.ts': 3 },
      { 'start@/srv/main.ts': 3, 'leakHeap@/srv/leak.ts < handle@/srv/app.ts': 41, 'add@/srv/a.ts': 3 },
    ),
    'grew most between the two heap profiles: leakHeap (srv/leak.ts) +41 MiB, of +44 MiB in total',
  );
});

test('memory outside the heap has no stack, but the objects that stand for it may have one', () => {
  const outside = { '(external)': 4 };
  assert.equal(
    grown(outside, { '(external)': 60 }),
    'grew most between the two heap profiles: buffers outside the heap +56 MiB, of +56 MiB in total',
  );
  assert.equal(
    grown(outside, { '(external)': 60, 'Uint8Array < contentOf@/srv/files.ts': 0.5 }),
    'grew most between the two heap profiles: buffers outside the heap +56 MiB (probably made by contentOf (srv/files.ts)), of +57 MiB in total',
  );
});

test('growth that the heap profiles do not have is said to be elsewhere, not pinned on whom chance sampled', () => {
  const start = { 'start@/srv/main.ts': 3 };
  const chance = { ...start, 'unlucky@/srv/u.ts': 6 };
  assert.match(grown(start, chance) ?? '', /^live memory grew by only 6 MiB between the two heap profiles/);
  assert.match(grown(chance, start) ?? '', /^live memory grew by only 0 MiB/);
});

test('high memory names its largest owners, unless what is live does not explain it', () => {
  const pprof = stored({
    'heap.pprof': mib({ 'leakHeap@/srv/leak.ts': 90, 'add@/srv/a.ts': 5, 'b@/srv/b.ts': 5 }),
  });
  const cause = (value: number) =>
    heapOwnersCause(evidenceOf({ pprof }), findingOf({ detector: 'memory', value }))[0]?.cause;
  assert.equal(
    cause(200),
    'largest owners after the load: leakHeap (srv/leak.ts) 90 MiB, of 100 MiB in total',
  );
  assert.match(cause(800) ?? '', /^only 100 MiB of it was live after the load/);
});

test('without the profiles, or with others in their place, nothing is said', () => {
  const other = profileOf('cpu', { 'a@/srv/a.ts': 50 * MIB });
  for (const pprof of [stored({}), stored({ 'heap.pprof': other, 'heap-start.pprof': other })]) {
    assert.deepEqual(heapGrowthCause(evidenceOf({ pprof }), LEAK), []);
    assert.deepEqual(heapOwnersCause(evidenceOf({ pprof }), LEAK), []);
  }
});
