import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, type Series, samplesOf } from './fixtures.ts';
import { generatorLoad, isGeneratorSaturated } from './generator.ts';

// fixtures: a machine of 4 cores
const load = (columns: Series) => generatorLoad(evidenceOf({ samples: samplesOf(columns) }));
const MEASURED: Series = {
  host_cpu_busy_seconds_total: [100, undefined, 107],
  k6_cpu_seconds_total: [1, 2, 4],
  k6_cpu_wait_seconds_total: [0, 0.5, 1],
};

test('the machine is busy by the share of all its cores, k6 waits by the share of its own time', () => {
  assert.deepEqual(load(MEASURED), { hostBusy: 7 / 2 / 4, waitShare: 0.25 });
});

test('what was not measured is unknown', () => {
  for (const name of Object.keys(MEASURED)) assert.equal(load({ ...MEASURED, [name]: [] }), undefined, name);
  assert.equal(load({ ...MEASURED, host_cpu_busy_seconds_total: [100] }), undefined);
});

test('a k6 that neither ran nor waited has no share', () => {
  assert.equal(
    load({ ...MEASURED, k6_cpu_seconds_total: [4, 4], k6_cpu_wait_seconds_total: [1, 1] }),
    undefined,
  );
});

test('k6 is short of CPU only when the machine is full and it waits', () => {
  const cases: [number, number, boolean][] = [
    [0.91, 0.31, true],
    [0.9, 0.31, false],
    [0.91, 0.3, false],
    [0.2, 0.9, false],
    [1, 0, false],
  ];
  for (const [hostBusy, waitShare, saturated] of cases)
    assert.equal(isGeneratorSaturated({ hostBusy, waitShare }), saturated, `${hostBusy} ${waitShare}`);
});
