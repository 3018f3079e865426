import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, samplesOf } from '../fixtures.ts';
import { profileOf, type Rows, stored } from '../pprof/fixtures/fixtures.ts';
import { judgeCpu } from './cpu.ts';

const SECONDS = 30;

function judged(busy: number, rows: Rows, changes = {}) {
  const cgroup_cpu_seconds_total = Array.from({ length: SECONDS }, (_, second) => second * busy);
  return judgeCpu(
    evidenceOf({
      samples: samplesOf({ cgroup_cpu_seconds_total }),
      pprof: stored({ 'cpu.pprof': profileOf('cpu', rows, 10) }),
      ...changes,
    }),
  );
}
const HOT = { 'matchesName@/srv/names.ts': 85, 'answer@/srv/answer.ts': 15 };

test('one function that eats most of the box is told before the box is full', () => {
  const [found] = judged(0.85, HOT);
  assert.deepEqual([found?.status, found?.value], ['warning', 0.722]);
  assert.match(
    found?.message ?? '',
    /^matchesName \(srv\/names\.ts\) alone uses 0\.72 of the box's 1 CPU, 85 %/,
  );
});

test('a box that is as full of many things, a function that is hot in an idle box, and no steady load are at work', () => {
  const spread = { 'read@/srv/a.ts': 40, 'parse@/srv/b.ts': 30, 'write@/srv/c.ts': 30 };
  assert.deepEqual(judged(0.98, spread), []);
  assert.deepEqual(judged(0.3, HOT), []);
  assert.deepEqual(judged(0.85, {}), []);
  const ladder = {
    ...evidenceOf().scenario,
    legs: [{ phase: 'level', move: 'hold', seconds: 30, level: 200 }],
  };
  assert.deepEqual(judged(0.85, HOT, { scenario: ladder }), []);
});
