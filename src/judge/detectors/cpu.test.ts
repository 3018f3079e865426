import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, samplesOf, summaryOf, trend } from '../fixtures.ts';
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

test('on a machine that others fill, what the function would use under this load counts', () => {
  const crowded = (busy: number, rate: number, hostBusy = 4) => {
    const each = (perSecond: number) => Array.from({ length: SECONDS }, (_, second) => second * perSecond);
    const samples = samplesOf({
      host_cpu_busy_seconds_total: each(hostBusy),
      cgroup_cpu_seconds_total: each(busy),
      process_cpu_seconds_total: each(busy),
      process_cpu_wait_seconds_total: each(3 * busy),
    });
    // 200 users that pause for 0.1 s bring 2,000 operations a second at most
    const scenario = { ...evidenceOf().scenario, operations: 1 };
    const summary = summaryOf({ 'op_duration{leg:1}': trend({}, 27 * rate) });
    return judged(busy, HOT, { samples, scenario, summary })[0];
  };
  assert.match(
    crowded(0.5, 1000)?.message ?? '',
    /alone would use 0\.85 of the box's 1 CPU under this load, had other programs not kept it to 0\.42, 85 %/,
  );
  assert.equal(crowded(0.5, 1900), undefined, 'the load was given all the same');
  assert.equal(crowded(0.1, 1000), undefined, 'twice as little is little');
  assert.equal(crowded(0.5, 1000, 1), undefined, 'the machine had room');
});
