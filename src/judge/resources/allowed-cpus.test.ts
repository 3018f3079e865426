/** A limit that burstbox itself changes in the middle of a load: the fault, and the look-alike under a limit that stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slownessCause } from '../causes/cpu.ts';
import { judgeGcCpu } from '../detectors/gc-cpu.ts';
import { judgeHang } from '../detectors/hang.ts';
import { judgeThrottling } from '../detectors/throttling.ts';
import { limitsChanged } from '../doubts/limits-read-back.ts';
import { CALM_GENERATOR, evidenceOf, findingOf, runOf, type Series, samplesOf } from '../fixtures.ts';
import { played, seconds } from '../load/failure-fixtures.ts';
import { playedLadder } from '../load/ladder-fixtures.ts';
import { levelsOf } from '../load/levels.ts';
import type { StoredProfile } from '../pprof/decode.ts';
import { allowedCpus, allowedRange } from './allowed-cpus.ts';
import { serviceHadCpu } from './machine-cpu.ts';
import { pressureOf } from './pressure.ts';

const SECONDS = 30;
const each = (value: (second: number) => number) =>
  Array.from({ length: SECONDS }, (_, second) => value(second));
const rising = (perSecond: number) => each((second) => second * perSecond);

/** The box of t3-micro allows 1 CPU, and from this second on a fifth. */
const dropped = (second = 10): Series => {
  const limit = each((now) => (now < second ? 1 : 0.2));
  return { cgroup_cpu_limit: limit, box_cpu_limit: limit };
};
const HELD: Series = { cgroup_cpu_limit: each(() => 1), box_cpu_limit: each(() => 1) };
/** What uses all of a fifth of a CPU. */
const FIFTH: Series = { cgroup_cpu_seconds_total: rising(0.195) };
const under = (...columns: Series[]) => evidenceOf({ samples: samplesOf(Object.assign({}, ...columns)) });

test('what was allowed is the mean over time of what was read back, else what was put on', () => {
  assert.equal(allowedCpus(under(dropped(15))), 0.614);
  assert.equal(allowedCpus(under(dropped(0))), 0.2);
  assert.equal(allowedCpus(under(HELD)), 1);
  assert.equal(allowedCpus(under({ cgroup_cpu_limit: [-1, -1] })), 1);
  assert.equal(allowedCpus(under({})), 1);
  assert.deepEqual(allowedRange(under(dropped())), { least: 0.2, most: 1 });
  assert.equal(allowedRange(under(HELD)), undefined);
});

test('all of a smaller limit in use is the CPU; as much of the larger one is not', () => {
  assert.equal(pressureOf(under(FIFTH, dropped(0))).cause, 'CPU: 0.20 of 0.2 CPUs in use');
  assert.equal(pressureOf(under(FIFTH, HELD)).cause, undefined);
});

test('slowness on a smaller limit is work and on the larger one a wait', () => {
  const slow = findingOf({ status: 'critical', unit: 'ms' });
  const causeUnder = (limit: Series) =>
    slownessCause(under(CALM_GENERATOR, FIFTH, limit), slow)[0]?.cause ?? '';
  assert.match(causeUnder(HELD), /idle/);
  assert.doesNotMatch(causeUnder(dropped(0)), /idle/);
});

test('a level of a ladder fills the part of the box that was allowed then', () => {
  const shares = (limit: Series) => {
    const ladder = playedLadder(
      () => ({ throughput: 100, latencyMs: 10 }),
      [
        { phase: 'level', move: 'hold', seconds: 10, level: 10 },
        { phase: 'level', move: 'hold', seconds: 20, level: 20 },
      ],
    );
    const samples = samplesOf({ ...FIFTH, ...limit });
    return levelsOf({ ...ladder, samples }).map(({ cpuShare = 0 }) => Number(cpuShare.toFixed(2)));
  };
  assert.deepEqual(shares(dropped(10)), [0.2, 0.97]);
  assert.deepEqual(shares(HELD), [0.2, 0.2]);
});

test('a service that has all that it is allowed computes without end and waits for nobody else; one with room does not', () => {
  const silent = seconds((second) => (second < 10 ? { ok: 100 } : {}));
  const hung = (limit: Series) =>
    judgeHang(played(silent, { samples: samplesOf({ ...CALM_GENERATOR, ...FIFTH, ...limit }) }))[0]?.cause ??
    '';
  assert.match(hung(dropped()), /computes endlessly/);
  assert.match(hung(HELD), /something other than responses/);
  const full: Series = {
    host_cpu_busy_seconds_total: rising(4),
    process_cpu_seconds_total: rising(0.195),
    process_cpu_wait_seconds_total: rising(0.5),
  };
  const had = (limit: Series) => {
    const evidence = { ...under(full, FIFTH, limit), run: runOf() };
    return serviceHadCpu(evidence, evidence.samples);
  };
  assert.equal(had(dropped(0)), 'yes', 'its own limit kept it');
  assert.equal(had(HELD), 'no');
});

test('a collector that takes the CPU of a small limit is critical, and where there is room a warning', () => {
  const profile = {
    types: ['cpu'],
    seconds: 10,
    samples: [
      { stack: [{ kind: 'collector', label: 'garbage collection' }], values: [6e8] },
      { stack: [{ kind: 'own', label: 'main.answer' }], values: [4e8] },
    ],
  } as StoredProfile;
  const status = (limit: Series) => judgeGcCpu({ ...under(FIFTH, limit), pprof: () => profile })[0]?.status;
  assert.deepEqual([status(dropped(0)), status(HELD)], ['critical', 'warning']);
});

test('how often a limit stopped the service is told with the limit that it was', () => {
  const throttled: Series = {
    cgroup_cpu_periods_total: rising(10),
    cgroup_cpu_throttled_periods_total: rising(2),
  };
  const said = (limit: Series) => judgeThrottling(under(throttled, limit))[0]?.message;
  assert.match(
    said(dropped()) ?? '',
    /^the limit, which was from 0\.2 to 1 CPU, throttled the service in 20 %/,
  );
  assert.match(said(HELD) ?? '', /^the limit of 1 CPU throttled/);
});

test('a limit that burstbox changed held; one that somebody else changed did not', () => {
  assert.equal(limitsChanged(under(dropped())), undefined);
  assert.match(
    limitsChanged(under(dropped(), { box_cpu_limit: each(() => 1) })) ?? '',
    /at 0:10 of the load the CPU limit was 0\.2 CPUs \(set: 1 CPU\)$/,
  );
  assert.match(
    limitsChanged(under(dropped(), { cgroup_cpu_limit: each(() => 1) })) ?? '',
    /at 0:10 of the load the CPU limit was 1 CPU \(set: 0\.2 CPUs\)$/,
  );
});

test('while it is being changed either may be read back', () => {
  const box_cpu_limit = [1, undefined, 0.2];
  assert.equal(limitsChanged(under({ cgroup_cpu_limit: [1, 1, 0.2], box_cpu_limit })), undefined);
  assert.equal(limitsChanged(under({ cgroup_cpu_limit: [1, 0.2, 0.2], box_cpu_limit })), undefined);
});
