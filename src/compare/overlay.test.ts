import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, samplesOf } from '../judge/fixtures.ts';
import { MIB } from '../text/numbers.ts';
import { overlay } from './overlay.ts';

test('two loads lie on one axis, in pairs, and what only one has is left out', () => {
  const load = (mib: number[], more = {}) =>
    evidenceOf({
      timeline: [],
      samples: samplesOf({ cgroup_memory_working_set_bytes: mib.map((each) => each * MIB), ...more }),
    });
  const rss = { process_resident_memory_bytes: [MIB, MIB] };
  const { time, series } = overlay(load([10, 20, 30]), load([11, 22], rss));
  assert.deepEqual(time, [0, 1, 2]);
  assert.deepEqual(
    series.map(({ label, side, values }) => [label, side, values]),
    [
      ['working set before', 'before', [10, 20, 30]],
      ['working set after', 'after', [11, 22, null]],
    ],
  );
});
