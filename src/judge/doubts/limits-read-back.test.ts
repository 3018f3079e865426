import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeThrottling } from '../detectors/throttling.ts';
import { CALM_GENERATOR, evidenceOf, GIB, runOf, type Series, samplesOf } from '../fixtures.ts';
import { judgeScenario } from '../judge.ts';
import { limitsChanged } from './limits-read-back.ts';

const HELD: Series = {
  cgroup_cpu_limit: [1, 1, 1],
  cgroup_memory_limit_bytes: [GIB, GIB, GIB],
  cgroup_swap_limit_bytes: [0, 0, 0],
};

function read(changes: Series) {
  return evidenceOf({ samples: samplesOf({ ...CALM_GENERATOR, ...HELD, ...changes }) });
}

test('limits that hold, or that nobody could read, are no doubt', () => {
  assert.equal(limitsChanged(read({})), undefined);
  assert.equal(limitsChanged(evidenceOf()), undefined);
  // An engine is told of one page of swap.
  assert.equal(limitsChanged(read({ cgroup_swap_limit_bytes: [4096, 4096] })), undefined);
  // Whole pages, and a second in which nothing could be read.
  assert.equal(
    limitsChanged(
      read({
        cgroup_memory_limit_bytes: [GIB - 4096, GIB - 4096],
        cgroup_cpu_limit: [1.001, undefined, 0.999],
      }),
    ),
    undefined,
  );
});

test('a limit that went or changed is told with its moment, and what it was', () => {
  const cases: [Series, string][] = [
    [{ cgroup_cpu_limit: [1, 1, -1] }, 'at 0:02 of the load the CPU limit was gone (set: 1 CPU)'],
    [{ cgroup_cpu_limit: [1, 2, 1] }, 'at 0:01 of the load the CPU limit was 2 CPUs (set: 1 CPU)'],
    [
      { cgroup_memory_limit_bytes: [GIB, 2 * GIB] },
      'at 0:01 of the load the memory limit was 2048 MiB (set: 1024 MiB)',
    ],
    [{ cgroup_swap_limit_bytes: [-1] }, 'at 0:00 of the load the swap limit was gone (set: 0 MiB)'],
  ];
  for (const [changes, words] of cases)
    assert.equal(limitsChanged(read(changes)), `the limits of t3-micro did not hold: ${words}`);
});

test('it makes a healthy scenario unknown, and nothing is said of how often the CPU limit stopped it', () => {
  const counters: Series = {
    cgroup_cpu_periods_total: [0, 10, 20],
    cgroup_cpu_throttled_periods_total: [0, 0, 0],
  };
  const lost = read({ ...counters, cgroup_cpu_limit: [1, 1, -1], runtime_sys_mb: [80, 90] });
  const verdict = judgeScenario(lost);
  assert.equal(verdict.status, 'unknown');
  assert.deepEqual(
    verdict.doubts.map(({ id }) => id),
    ['limits-not-enforced'],
  );
  assert.deepEqual(judgeThrottling(lost), []);
  assert.equal(judgeThrottling(read(counters)).length, 1);
});

test('a service that ran already has limits of its own, which are not those of a box', () => {
  const run = runOf({ target: { ...runOf().target, startedByUs: false } });
  assert.equal(limitsChanged({ ...read({ cgroup_cpu_limit: [-1] }), run }), undefined);
});
