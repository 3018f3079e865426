import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../files/validate.ts';
import { MICRO, PING, runOf } from '../judge/fixtures.ts';
import { runSide } from '../judge/measures/side.ts';
import type { Comparison } from '../store/records/comparison.ts';
import { FILES, scenarioFolder } from '../store/store.ts';
import { compare, isComparable } from './compare.ts';
import { type Measured, storeRepeats, tempResults } from './fixtures.ts';
import { comparisonText } from './text.ts';

/** Six repeats, each a thousandth from the next. */
function repeats(measured: Measured, count = 6): Measured[] {
  return Array.from({ length: count }, (_, index) => {
    const factor = 1 + index / 1000;
    return { ...measured, p95: (measured.p95 ?? 20) * factor, median: (measured.median ?? 4) * factor };
  });
}

const BEFORE = { id: '20270115-080000-0001' };
const AFTER = { id: '20270115-090000-0002' };

function verdicts({ scenarios }: Comparison): Record<string, string> {
  return Object.fromEntries(
    scenarios.flatMap(({ measures }) => measures.map(({ id, verdict }) => [id, verdict])),
  );
}

test('a slower run is worse where it is slower, and its record fits its schema', async (t) => {
  const out = await tempResults(t);
  const before = runSide(storeRepeats(out, repeats({}), BEFORE));
  const after = runSide(storeRepeats(out, repeats({ p95: 40, median: 8, cpuSeconds: 6.06 }), AFTER));
  const comparison = compare(before, after);
  assert.equal(whatIsWrong('compare', comparison), undefined);
  assert.equal(comparison.verdict, 'worse');
  assert.deepEqual(verdicts(comparison), {
    p95: 'worse',
    median: 'worse',
    throughput: 'same',
    errors: 'same',
    memory: 'same',
    cpu: 'same',
  });
  assert.equal(comparison.rules.tests, 3);
  assert.deepEqual(comparison.warnings, []);
  assert.equal(compare(after, before).verdict, 'better');
});

test('every measure is one value a repeat', async (t) => {
  const out = await tempResults(t);
  const measured = { p95: 20, median: 4, operations: 2850, failed: 150, memoryBytes: 2e8, cpuSeconds: 6 };
  const side = runSide(storeRepeats(out, [measured, { ...measured, operations: 5700, failed: 300 }], BEFORE));
  const [scenario] = compare(side, side).scenarios;
  const values = Object.fromEntries(scenario?.measures.map(({ id, before }) => [id, before]) ?? []);
  assert.deepEqual(values, {
    p95: [20, 20],
    median: [4, 4],
    throughput: [95, 190],
    errors: [0.05, 0.05],
    memory: [2e8, 2e8],
    cpu: [0.002, 0.001],
  });
});

test('one run a side shows the difference and tests nothing', async (t) => {
  const out = await tempResults(t);
  const before = runSide(storeRepeats(out, [{}], BEFORE));
  const after = runSide(storeRepeats(out, [{ p95: 45 }], AFTER));
  const comparison = compare(before, after);
  assert.equal(comparison.verdict, 'not tested');
  assert.equal(isComparable(comparison), true);
  const p95 = comparison.scenarios[0]?.measures[0];
  assert.deepEqual([p95?.shift, p95?.needsRepeats], [25, 5]);
});

test('a scenario that turned critical is worse even with one run a side', async (t) => {
  const out = await tempResults(t);
  const before = runSide(storeRepeats(out, [{}], BEFORE));
  const after = runSide(storeRepeats(out, [{ operations: 500, failed: 500 }], AFTER));
  const comparison = compare(before, after);
  assert.equal(comparison.verdict, 'worse');
  assert.equal(comparison.scenarios[0]?.turnedCritical, true);
  assert.equal(compare(after, before).verdict, 'not tested');
});

test('what only one side has is listed, and is no comparison', async (t) => {
  const out = await tempResults(t);
  const before = runSide(storeRepeats(out, repeats({}), BEFORE));
  const upload = { ...PING, name: 'upload' };
  const after = runSide(storeRepeats(out, repeats({}), { ...AFTER, scenarios: [upload] }));
  const comparison = compare(before, after);
  assert.deepEqual(
    comparison.scenarios.map(({ scenario, onlyIn }) => [scenario, onlyIn]),
    [
      ['ping', 'before'],
      ['upload', 'after'],
    ],
  );
  assert.equal(comparison.verdict, 'not tested');
  assert.equal(isComparable(comparison), false);
  const text = comparisonText(comparison, 'compare.html');
  assert.match(text, /^only before, so not compared: t3-micro \/ ping$/m);
  assert.match(text, /^only after, so not compared: t3-micro \/ upload$/m);
  assert.doesNotMatch(text, /p95 +\d/);
});

test('why a status is another now is said', async (t) => {
  const out = await tempResults(t);
  const before = runSide(storeRepeats(out, [{}], BEFORE));
  const after = runSide(storeRepeats(out, [{ operations: 500, failed: 500 }], AFTER));
  const text = (a: typeof before, b: typeof before) => comparisonText(compare(a, b), '');
  assert.match(text(before, after), /healthy before, critical after \(.*50 %.*\): worse/);
  assert.match(text(after, before), /critical before, healthy after \(before: .*50 %.*\)/);
  assert.match(text(before, before), /ping: healthy before and after$/m);
});

test('a repeat that left no summary is left out', async (t) => {
  const out = await tempResults(t);
  const folder = storeRepeats(out, repeats({}), BEFORE);
  rmSync(join(scenarioFolder(folder, 't3-micro', 'ping'), 'repeat', '3', FILES.summary));
  const side = runSide(folder);
  const [scenario] = compare(side, side).scenarios;
  assert.equal(scenario?.measures.find(({ id }) => id === 'p95')?.before.length, 5);
});

test('with a starved load generator on one side no latency is called worse, but memory may be', async (t) => {
  const out = await tempResults(t);
  const starved = {
    host_cpu_busy_seconds_total: [0, 4, 8, 12, 16],
    k6_cpu_seconds_total: [0, 1, 2, 3, 4],
    k6_cpu_wait_seconds_total: [0, 1, 2, 3, 4],
  };
  const before = runSide(storeRepeats(out, repeats({}), BEFORE));
  const slow = repeats({ p95: 40, generator: starved }).map((each, index) => ({
    ...each,
    memoryBytes: 2e8 + index,
  }));
  const comparison = compare(before, runSide(storeRepeats(out, slow, AFTER)));
  assert.deepEqual(comparison.warnings, ['doubt generator-saturated: in 0 of 6 loads before, 6 of 6 after']);
  const { p95, throughput, memory } = verdicts(comparison);
  assert.deepEqual([p95, throughput, memory], ['not tested', 'not tested', 'worse']);
});

test('sides that are not alike are warned of, one line each', async (t) => {
  const out = await tempResults(t);
  const { machine, sandbox, k6 } = runOf();
  const legs = PING.legs.map((leg) => ({ ...leg, level: 300 }));
  const before = runSide(storeRepeats(out, [{}], BEFORE));
  const after = runSide(
    storeRepeats(out, [{}], {
      ...AFTER,
      pace: 'full',
      state: 'interrupted',
      faults: ['slow'],
      machine: { ...machine, cores: 2, memoryMib: 8192 },
      sandbox: { ...sandbox, driver: 'cgroup' },
      k6: { ...k6, version: 'v2.3.0' },
      profiles: [{ ...MICRO, limits: { cpus: 2, memoryBytes: 2 ** 30 } }],
      scenarios: [{ ...PING, legs }],
    }),
  );
  assert.deepEqual(compare(before, after).warnings.slice(0, 9), [
    'planted faults: none before, slow after',
    'pace: quick before, full after',
    'sandbox: docker before, cgroup after',
    'k6: v2.2.0 before, v2.3.0 after',
    'machine: linux 6.1 x64, 4 cores, Node 20.20.2 before, linux 6.1 x64, 2 cores, Node 20.20.2 after',
    'memory of the machine: 16384 MiB before, 8192 MiB after',
    'box t3-micro: 1 CPUs, 1024 MiB before, 2 CPUs, 1024 MiB after',
    'load of ping: 30 s up to 200 VUs, think time 0.1 s before, 30 s up to 300 VUs, think time 0.1 s after',
    'run 20270115-090000-0002 is incomplete: interrupted',
  ]);
});

test('a run compared with itself says so', async (t) => {
  const side = runSide(storeRepeats(await tempResults(t), repeats({})));
  const comparison = compare(side, side);
  assert.equal(comparison.warnings[0], 'both sides are the same run');
  assert.equal(comparison.verdict, 'same');
});
