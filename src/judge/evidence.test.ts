import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { K6Summary } from '../contract/contract.ts';
import { createProbeFolder, FILES, scenarioFolder } from '../store/store.ts';
import { countOf, growth, highest, readEvidence, series, spanSeconds, statOf } from './evidence.ts';
import {
  counter,
  MICRO,
  outcomeOf,
  PING,
  rate,
  runOf,
  START_MS,
  samplesOf,
  storedRun,
  summaryOf,
  trend,
} from './fixtures.ts';

test('a statistic is that of the metric, or of the sub-metric', () => {
  const summary = summaryOf({
    op_duration: trend({ 'p(95)': 7 }),
    'op_duration{op:x}': trend({ 'p(95)': 9 }),
  });
  assert.equal(statOf(summary, 'op_duration', 'p(95)'), 7);
  assert.equal(statOf(summary, 'op_duration{op:x}', 'p(95)'), 9);
  assert.equal(statOf(summary, 'http_reqs', 'count'), 1002);
  assert.equal(statOf(summaryOf({ op_failed: rate(1, 3) }), 'op_failed', 'rate'), 0.25);
});

test('a statistic of zero is a statistic when there are samples', () => {
  assert.equal(statOf(summaryOf({ op_failed: rate(0, 5) }), 'op_failed', 'rate'), 0);
  assert.equal(statOf(summaryOf({ m: trend({ 'p(95)': 0 }, 1) }), 'm', 'p(95)'), 0);
});

test('the zeros that k6 shows for a metric without samples are no statistics', () => {
  const summary = summaryOf({ m: trend({}, 0), op_failed: rate(0, 0), c: counter(0) });
  assert.equal(statOf(summary, 'm', 'p(95)'), undefined);
  assert.equal(statOf(summary, 'op_failed', 'rate'), undefined);
  assert.equal(statOf(summary, 'c', 'rate'), undefined);
});

test('what is absent or no number is undefined', () => {
  // k6's NaN is null in JSON, and would count as zero in a comparison
  const notANumber = { type: 'trend', contains: 'time', values: { count: 3, 'p(95)': null } };
  const summary = summaryOf({ m: notANumber } as unknown as K6Summary['metrics']);
  assert.equal(statOf(summary, 'm', 'p(95)'), undefined);
  assert.equal(statOf(summaryOf({ m: trend({ 'p(95)': Number.NaN }) }), 'm', 'p(95)'), undefined);
  assert.equal(statOf(summary, 'op_duration', 'p(99.9)'), undefined);
  assert.equal(statOf(summary, 'none', 'p(95)'), undefined);
  assert.equal(statOf(undefined, 'op_duration', 'p(95)'), undefined);
});

test('a counter that is not in the summary never counted', () => {
  assert.equal(countOf(summaryOf({ c: counter(4) }), 'c'), 4);
  assert.equal(countOf(summaryOf(), 'c'), 0);
  assert.equal(countOf(undefined, 'c'), 0);
});

test('a series has the readings that could be taken, each at its time', () => {
  const samples = samplesOf({ cgroup_pids: [3, undefined, 0], requests_total: [1, 2, 3] });
  assert.deepEqual(series(samples, 'cgroup_pids'), [
    { t: START_MS, value: 3 },
    { t: START_MS + 2000, value: 0 },
  ]);
  assert.deepEqual(series(samples, 'process_threads'), []);
});

test('growth is from the first to the last reading there is', () => {
  assert.equal(
    growth(samplesOf({ requests_total: [undefined, 5, undefined, 12, undefined] }), 'requests_total'),
    7,
  );
  assert.equal(growth(samplesOf({ requests_total: [5, 5] }), 'requests_total'), 0);
});

test('one reading has no growth, and neither has none', () => {
  assert.equal(growth(samplesOf({ requests_total: [5] }), 'requests_total'), undefined);
  assert.equal(growth(samplesOf({ requests_total: [undefined, 5] }), 'requests_total'), undefined);
  assert.equal(growth([], 'requests_total'), undefined);
});

test('a span is the time between the readings, not their number', () => {
  assert.equal(
    spanSeconds(series(samplesOf({ cgroup_pids: [1, undefined, undefined, 1] }), 'cgroup_pids')),
    3,
  );
  assert.equal(spanSeconds([]), 0);
});

test('the highest of a week of readings is found', () => {
  const points = Array.from({ length: 7 * 24 * 3600 }, (_, t) => ({ t, value: t % 1000 }));
  assert.equal(highest(points), 999);
  assert.equal(highest([{ t: 0, value: -4 }]), -4);
  assert.equal(highest([]), undefined);
});

test('samples from before the load and after its planned end are left out', async (t) => {
  const run = await storedRun(t, runOf(), {
    samples: [-1, 0, 29_999, 30_000, 30_001].map((ms) => ({ t: START_MS + ms, values: {} })),
  });
  const { samples } = readEvidence(scenarioFolder(run, 't3-micro', 'ping'), runOf(), MICRO, PING);
  assert.deepEqual(
    samples.map(({ t: at }) => at - START_MS),
    [0, 29_999, 30_000],
  );
});

test('samples from after an end that we made are left out; those of a service that died tell of its death', async (t) => {
  const atMs = START_MS + 10_000;
  const cause = (id: 'limit-hopeless' | 'target-memory-critical' | 'interrupted' | 'target-exited') =>
    outcomeOf({ firstCause: { id, message: 'so it was', atMs } });
  const settled = outcomeOf({ endedEarly: { rule: 'it had settled', atMs } });
  const ours = [settled, cause('limit-hopeless'), cause('target-memory-critical'), cause('interrupted')];
  const samples = [0, 10_000, 10_001].map((ms) => ({ t: START_MS + ms, values: {} }));
  for (const outcome of [...ours, cause('target-exited')]) {
    const run = await storedRun(t, runOf(), { outcome, samples });
    const evidence = readEvidence(scenarioFolder(run, 't3-micro', 'ping'), runOf(), MICRO, PING);
    assert.equal(evidence.samples.length, ours.includes(outcome) ? 2 : 3);
  }
});

test('without a summary all samples count, since nothing says when the load began', async (t) => {
  const samples = [-5000, 90_000].map((ms) => ({ t: START_MS + ms, values: {} }));
  const run = await storedRun(t, runOf(), { summary: null, samples });
  const evidence = readEvidence(scenarioFolder(run, 't3-micro', 'ping'), runOf(), MICRO, PING);
  assert.equal(evidence.summary, undefined);
  assert.deepEqual(evidence.samples, samples);
});

test('a summary of another schema is none', async (t) => {
  const run = await storedRun(t);
  const folder = scenarioFolder(run, 't3-micro', 'ping');
  writeFileSync(join(folder, FILES.summary), JSON.stringify({ ...summaryOf(), schema: 'other/1' }));
  assert.equal(readEvidence(folder, runOf(), MICRO, PING).summary, undefined);
});

test('a scenario without any file has no evidence', async (t) => {
  const run = await storedRun(t);
  const folder = scenarioFolder(run, 't3-micro', 'ping');
  rmSync(folder, { recursive: true });
  const { outcome, summary, timeline, samples } = readEvidence(folder, runOf(), MICRO, PING);
  assert.deepEqual([outcome, summary, timeline, samples], [undefined, undefined, [], []]);
});

test('the probes of a search are evidence too, each with the legs it was played with', async (t) => {
  const run = await storedRun(t);
  const folder = scenarioFolder(run, 't3-micro', 'ping');
  const legs = (level: number) => [{ phase: 'level', move: 'hold', seconds: 10, level }] as const;
  for (const level of [707, 595])
    writeFileSync(
      join(createProbeFolder(folder, level), FILES.outcome),
      JSON.stringify(outcomeOf({ legs: [...legs(level)] })),
    );
  createProbeFolder(folder, 649); // the orchestrator died in it
  const { probes, scenario } = readEvidence(folder, runOf(), MICRO, PING);
  assert.deepEqual(
    probes.map((probe) => probe.scenario.legs),
    [legs(595), legs(707)],
  );
  assert.equal(scenario, PING);
});

test('a pipe or a device in place of a stored file holds nobody up', async (t) => {
  const run = await storedRun(t);
  const folder = scenarioFolder(run, 't3-micro', 'ping');
  const profiles = [FILES.cpuProfile, FILES.heapEnd];
  for (const file of [
    FILES.targetLog,
    FILES.timeline,
    FILES.samples,
    FILES.history,
    FILES.summary,
    ...profiles,
  ])
    for (const replace of [
      (path: string) => execFileSync('mkfifo', [path]),
      (path: string) => symlinkSync('/dev/zero', path),
    ]) {
      rmSync(join(folder, file), { force: true });
      replace(join(folder, file));
      const evidence = readEvidence(folder, runOf(), MICRO, PING);
      evidence.history();
      for (const profile of profiles) assert.equal(evidence.pprof(profile), undefined);
      assert.equal(evidence.logTail, '');
      assert.ok(evidence.timeline.length <= 2);
    }
});
