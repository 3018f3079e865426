import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MEASURES } from '../judge/measures/measures.ts';
import { normals, uniforms } from '../judge/statistics/fixtures/fixtures.ts';
import type { MeasureId } from '../store/records/records.ts';
import { type Pair, repeatsNeeded, testChanges } from './test-changes.ts';

function pairOf(id: MeasureId, before: number[], after: number[]): Pair {
  const measure = MEASURES.find((each) => each.id === id);
  assert.ok(measure);
  return { measure, before, after };
}

/** Ten values around this one, a thousandth apart. */
function around(value: number): number[] {
  return Array.from({ length: 10 }, (_, index) => value * (1 + index / 1000));
}

function verdicts(pairs: Pair[]): string[] {
  return [...testChanges(pairs).changes.values()].map(({ id, verdict }) => `${id} ${verdict}`);
}

test('what is lower is better, but for the throughput', () => {
  const pairs = [
    pairOf('p95', around(100), around(120)),
    pairOf('median', around(100), around(80)),
    pairOf('throughput', around(100), around(80)),
    pairOf('memory', around(100e6), around(101e6)),
  ];
  assert.deepEqual(verdicts(pairs), ['p95 worse', 'median better', 'throughput worse', 'memory same']);
});

test('a change that is certain but too small to matter is none', () => {
  const cases: [MeasureId, number, number][] = [
    ['p95', 100, 104.9],
    ['p95', 5, 5.9],
    ['errors', 0.1, 0.109],
    ['cpu', 0.001, 0.00104],
  ];
  for (const [id, before, after] of cases) {
    const [result] = testChanges([pairOf(id, around(before), around(after))]).changes.values();
    assert.ok((result?.adjustedP ?? 1) < 0.001, id);
    assert.equal(result?.verdict, 'same', id);
  }
});

test('errors that come from none need no share of the median to matter', () => {
  const none = around(0);
  assert.deepEqual(verdicts([pairOf('errors', none, around(0.02))]), ['errors worse']);
});

test('a change that may be chance is none, however large', () => {
  const before = [10, 90, 20, 80, 30, 70, 40, 60, 50, 50];
  const after = [20, 95, 25, 85, 30, 75, 150, 60, 55, 10];
  assert.deepEqual(verdicts([pairOf('p95', before, after)]), ['p95 same']);
});

test('with one repeat a side only the difference is told, and how many repeats a test takes', () => {
  const { tests, changes } = testChanges([pairOf('p95', [100], [150])]);
  assert.equal(tests, 0);
  assert.deepEqual(
    [...changes.values()],
    [
      {
        id: 'p95',
        label: 'p95',
        unit: 'p95-ms',
        before: [100],
        after: [150],
        medianBefore: 100,
        medianAfter: 150,
        shift: 50,
        verdict: 'not tested',
        needsRepeats: 4,
      },
    ],
  );
});

test('the more measures, the more repeats it takes', () => {
  assert.deepEqual([1, 2, 6, 126].map(repeatsNeeded), [4, 5, 5, 8]);
  const pairs = MEASURES.map(({ id }) => pairOf(id, [1, 2, 3, 4], [101, 102, 103, 104]));
  assert.ok(verdicts(pairs).every((verdict) => verdict.endsWith('not tested')));
  assert.deepEqual(verdicts(pairs.slice(0, 1)), ['p95 worse']);
});

test('what is always the same is the same, and weakens no other test', () => {
  const none = Array<number>(10).fill(0);
  const { tests, changes } = testChanges([pairOf('errors', none, none), pairOf('p95', around(1), around(9))]);
  assert.equal(tests, 1);
  assert.deepEqual(
    [...changes.values()].map(({ verdict }) => verdict),
    ['same', 'worse'],
  );
});

test('what one side lacks, or is withheld, is not tested', () => {
  const { changes } = testChanges([
    pairOf('p95', around(1), []),
    { ...pairOf('median', around(1), around(9)), withheld: 'a reason' },
  ]);
  const [lacking, withheld] = [...changes.values()];
  assert.deepEqual(
    [lacking?.verdict, lacking?.shift, lacking?.needsRepeats],
    ['not tested', undefined, undefined],
  );
  assert.deepEqual([withheld?.verdict, withheld?.withheld], ['not tested', 'a reason']);
});

/**
 * Twenty repeats of `t3-micro ping --duration 5s --vus 10` with a planted wait of 20 ms, one version, played on a machine
 * with two cores that was busy with other things: p95 and median in ms, throughput, memory in MB, CPU in ms.
 */
const REAL = [
  [60.4, 21.21, 72.7, 29.0, 1.155],
  [46.5, 21.5, 71.7, 28.03, 1.114],
  [60.7, 21.69, 71.7, 29.72, 1.177],
  [36.2, 21.41, 74.5, 29.74, 1.252],
  [77.5, 21.47, 70.2, 28.21, 1.227],
  [45.6, 21.57, 71.3, 29.54, 1.17],
  [34.1, 21.35, 73.7, 29.14, 1.274],
  [70.7, 22.6, 69.0, 31.74, 1.184],
  [63.3, 22.12, 70.0, 29.41, 1.092],
  [43.9, 21.99, 70.3, 31.31, 1.511],
  [68.3, 22.69, 66.2, 28.46, 1.134],
  [30.3, 21.3, 75.3, 29.3, 1.076],
  [47.9, 21.44, 71.7, 31.68, 0.968],
  [25.5, 20.96, 75.3, 29.63, 1.024],
  [22.2, 20.82, 76.2, 29.9, 0.93],
  [24.5, 21.02, 75.2, 30.93, 1.16],
  [23.8, 21.03, 75.3, 29.0, 1.261],
  [24.8, 20.98, 75.7, 30.82, 1.115],
  [40.0, 21.23, 69.5, 28.05, 1.135],
  [36.4, 21.87, 71.5, 29.58, 1.222],
] as const;
const COLUMNS: MeasureId[] = ['p95', 'median', 'throughput', 'memory', 'cpu'];
const TRIALS = 200;

/** Ten repeats drawn from the real ones, whole, for their measures hang together; each a little apart, as no two are the same. */
function drawn(uniform: () => number, normal: () => number): number[][] {
  return Array.from({ length: 10 }, () => {
    const row = REAL[Math.floor(uniform() * REAL.length)] ?? REAL[0];
    return row.map((value) => value * (1 + 0.002 * normal()));
  });
}

/** Share of the trials in which anything is worse. */
function shareWorse(seed: number, factors: Partial<Record<MeasureId, number>>): number {
  const [uniform, normal] = [uniforms(seed), normals(seed + 1)];
  let worse = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const [before, after] = [drawn(uniform, normal), drawn(uniform, normal)];
    const pairs = COLUMNS.map((id, column) =>
      pairOf(
        id,
        before.map((row) => row[column] ?? 0),
        after.map((row) => (row[column] ?? 0) * (factors[id] ?? 1)),
      ),
    );
    if (verdicts(pairs).some((verdict) => verdict.endsWith('worse'))) worse++;
  }
  return worse / TRIALS;
}

test('two runs of the same differ in at most 5 % of the trials', () => {
  const share = shareWorse(1, {});
  assert.ok(share <= 0.05, `${share}`);
});

test('latency that is 10 % higher is found in at least 95 % of the trials of ten repeats', () => {
  const share = shareWorse(2, { p95: 1.1, median: 1.1 });
  assert.ok(share >= 0.95, `${share}`);
});
