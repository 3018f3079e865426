import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counter, evidenceOf, PING, type Series, samplesOf, summaryOf } from '../fixtures.ts';
import { generatorLoad, isGeneratorSaturated, mayHaveDelayed } from './generator.ts';

const evidence = (columns: Series) => evidenceOf({ samples: samplesOf(columns) });
// fixtures: a machine of 4 cores, and the highest level is held from the third second on
const load = (columns: Series) => generatorLoad(evidence(columns));
const RAMP = [undefined, undefined, undefined];
const MEASURED: Series = {
  host_cpu_busy_seconds_total: [...RAMP, 100, undefined, 107],
  k6_cpu_seconds_total: [...RAMP, 1, 2, 4],
  k6_cpu_wait_seconds_total: [...RAMP, 0, 0.5, 1],
};

test('the machine is busy by the share of all its cores, k6 waits by the share of its own time', () => {
  assert.deepEqual(load(MEASURED), { hostBusy: 7 / 2 / 4, waitShare: 0.25 });
});

test('what was not measured is unknown', () => {
  for (const name of Object.keys(MEASURED)) assert.equal(load({ ...MEASURED, [name]: [] }), undefined, name);
  assert.equal(load({ ...MEASURED, host_cpu_busy_seconds_total: [...RAMP, 100] }), undefined);
});

test('a k6 that neither ran nor waited has no share', () => {
  assert.equal(
    load({ ...MEASURED, k6_cpu_seconds_total: [...RAMP, 4, 4], k6_cpu_wait_seconds_total: [...RAMP, 1, 1] }),
    undefined,
  );
});

test('only the highest level counts, from its begin to its end', () => {
  const legs = [
    { phase: 'level', move: 'hold', seconds: 2, level: 10 },
    { phase: 'level', move: 'ramp', seconds: 2, level: 20 },
    { phase: 'level', move: 'hold', seconds: 2, level: 20 },
    { phase: 'recovery', move: 'hold', seconds: 2, level: 10 },
  ] as const;
  const ladder = { ...PING, legs: [...legs] };
  const columns = {
    host_cpu_busy_seconds_total: [0, 0, 0, 0, 10, 14, 18, 18, 18],
    k6_cpu_seconds_total: [0, 0, 0, 0, 10, 11, 12, 20, 30],
    k6_cpu_wait_seconds_total: [0, 0, 0, 0, 10, 11, 12, 12, 12],
  };
  const measured = { ...evidence(columns), scenario: ladder };
  assert.deepEqual(generatorLoad(measured), { hostBusy: 1, waitShare: 0.5 });
});

test('without a begin of the load or without a level that is held, all readings count', () => {
  const whole = { ...MEASURED, host_cpu_busy_seconds_total: [93, ...RAMP, undefined, 107] };
  const measured = { hostBusy: 14 / 5 / 4, waitShare: 0.25 };
  const ramp = { ...PING, legs: PING.legs.filter(({ move }) => move === 'ramp') };
  assert.deepEqual(generatorLoad({ ...evidence(whole), summary: undefined }), measured);
  assert.deepEqual(generatorLoad({ ...evidence(whole), scenario: ramp }), measured);
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

test('k6 cannot have made more answers late than it was behind, nor later than it waited', () => {
  // 3 s of computing and 1 s of waiting, in 2 s on 4 cores: behind for half of the time, and 5 ms an operation
  const summary = summaryOf({ http_reqs: { ...counter(200), values: { count: 200, rate: 100 } } });
  const load = { ...evidence(MEASURED), summary };
  assert.equal(mayHaveDelayed(0.4, 100, load), true);
  assert.equal(mayHaveDelayed(0.6, 100, load), false);
  assert.equal(mayHaveDelayed(0.6, 10, load), true, 'it waited about as long');
  assert.equal(mayHaveDelayed(1, 1000, { ...load, summary: undefined }), true, 'not measured');
});
