/** Doubts about the load, its generator and what was stored. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../evidence.ts';
import {
  CALM_GENERATOR,
  counter,
  evidenceOf,
  MICRO,
  outcomeOf,
  rate,
  START_MS,
  summaryOf,
  vusTimeline,
} from '../fixtures.ts';
import { judgeScenario } from '../judge.ts';
import { doubted, endedBy, ids, NOT_OURS, observed } from './doubt-fixtures.ts';
import { doubtsOf, takesAll } from './doubts.ts';

test('a run in which all went well is not doubted', () => {
  assert.deepEqual(doubted({}), { ids: [], takes: [], messages: [] });
});

test('a scenario without an outcome was not run to its end, and that is said once', () => {
  assert.deepEqual(doubted({ outcome: undefined, summary: undefined, samples: [], timeline: [] }), {
    ids: ['not-run'],
    takes: ['all'],
    messages: ['this scenario was not run to its end'],
  });
});

test('an interrupt takes all', () => {
  const found = doubted({ outcome: endedBy('interrupted') });
  assert.deepEqual(found, { ids: ['interrupted'], takes: ['all'], messages: ['it was interrupted'] });
});

test('a generator that failed takes all, a service that failed nothing', () => {
  for (const id of ['generator-failed', 'generator-timeout', 'script-failed'] as const) {
    const found = doubted({ outcome: endedBy(id) });
    assert.deepEqual(found, { ids: ['generator-failed'], takes: ['all'], messages: [`it was ${id}`] });
  }
  for (const id of ['target-exited', 'target-oom-killed', 'target-never-ready'] as const)
    assert.deepEqual(ids({ outcome: endedBy(id) }), []);
});

test('a generator that took too much memory takes all, and is no failure of the service', () => {
  const found = doubted({ outcome: endedBy('generator-memory') });
  assert.deepEqual(found, {
    ids: ['generator-memory'],
    takes: ['all'],
    messages: ['it was generator-memory'],
  });
  const verdict = judgeScenario(evidenceOf({ outcome: endedBy('generator-memory') }));
  assert.equal(verdict.status, 'unknown');
});

test('a load that was ended as hopeless is said to be short, and stays as bad as it was', () => {
  const found = doubted({ outcome: endedBy('limit-hopeless') });
  assert.deepEqual(found, { ids: ['ended-early'], takes: ['nothing'], messages: ['it was limit-hopeless'] });
  const summary = summaryOf({ op_failed: rate(900, 100) });
  const verdict = judgeScenario(evidenceOf({ outcome: endedBy('limit-hopeless'), summary }));
  assert.equal(verdict.status, 'critical');
});

test('memory that ran full is a failure of the service and no doubt', () => {
  const verdict = judgeScenario(evidenceOf({ outcome: endedBy('target-memory-critical') }));
  assert.deepEqual([verdict.status, verdict.doubts], ['critical', []]);
});

test('a load that had settled is whole enough', () => {
  assert.deepEqual(
    ids({ outcome: outcomeOf({ endedEarly: { rule: 'it had settled', atMs: START_MS + 20_000 } }) }),
    [],
  );
});

test('a run that measured nothing takes all, whether its summary is there or not', () => {
  for (const summary of [summaryOf({ op_failed: rate(0, 0) }), undefined]) {
    const found = doubted({ summary });
    assert.deepEqual([found.ids, found.takes], [['no-samples'], ['all']]);
  }
});

test('under a hundred operations is few, under twenty too few to judge by; failed ones count', () => {
  const few = (failed: number, ok: number) =>
    doubted({ summary: summaryOf({ op_failed: rate(failed, ok) }) });
  assert.deepEqual(few(1, 0), {
    ids: ['hardly-any-samples'],
    takes: ['all'],
    messages: ['only 1 operations were measured'],
  });
  assert.deepEqual(few(9, 10).ids, ['hardly-any-samples']);
  assert.deepEqual(few(10, 10).ids, ['too-few-samples']);
  assert.deepEqual(few(9, 90), {
    ids: ['too-few-samples'],
    takes: ['nothing'],
    messages: ['only 99 operations were measured'],
  });
  assert.deepEqual(few(10, 90).ids, []);
});

test('more than one iteration in a hundred that threw takes all', () => {
  const thrown = (exceptions: number, scriptExceptions: number) =>
    doubted({
      summary: summaryOf({ iteration_exceptions: counter(exceptions), iterations: counter(1000) }),
      outcome: outcomeOf({ k6: { exitCode: 0, signal: null, scriptExceptions } }),
    });
  assert.deepEqual(thrown(10, 0).ids, []);
  assert.deepEqual(thrown(11, 0), {
    ids: ['iteration-exceptions'],
    takes: ['all'],
    messages: ['11 of 1000 iterations threw an exception'],
  });
  assert.deepEqual(thrown(0, 11).ids, ['iteration-exceptions'], 'those that only k6 has seen count too');
});

test('a script that throws in every iteration is noticed though k6 says all is well', () => {
  const outcome = outcomeOf({ k6: { exitCode: 0, signal: null, scriptExceptions: 300 } });
  const found = doubted({ outcome, summary: undefined });
  assert.deepEqual(found.ids, ['no-samples', 'iteration-exceptions']);
  assert.match(found.messages[1] ?? '', /^300 of 300 /);
});

test('that k6 had enough CPU is not known without its readings, which takes nothing', () => {
  for (const name of Object.keys(CALM_GENERATOR)) {
    const samples = observed({ ...CALM_GENERATOR, [name]: [] });
    assert.deepEqual(
      doubted({ samples }),
      {
        ids: ['generator-not-observed'],
        takes: ['nothing'],
        messages: ['whether k6 had enough CPU was not measured'],
      },
      name,
    );
  }
});

test('a generator short of CPU takes the blame for slowness', () => {
  const samples = observed({
    host_cpu_busy_seconds_total: [0, 0, 0, 0, 3.8],
    k6_cpu_seconds_total: [0, 0, 0, 0, 1],
    k6_cpu_wait_seconds_total: [0, 0, 0, 0, 1],
  });
  assert.deepEqual(doubted({ samples }), {
    ids: ['generator-saturated'],
    takes: ['blame'],
    messages: ['k6 had no CPU left: the machine was 95 % busy and k6 waited 50 % of its time for a CPU'],
  });
});

test('a service that began again makes totals doubtful', () => {
  const found = doubted({ samples: observed({ requests_total: [9, 1] }) });
  assert.deepEqual([found.ids, found.takes], [['target-restarted'], ['nothing']]);
});

test('profiles that are missing are named with the first reason', () => {
  const profiles = [
    { file: 'heap.pprof', ok: true },
    { file: 'cpu.pprof', ok: false, why: 'status 404' },
    { file: 'goroutine.pprof', ok: false, why: 'status 500' },
  ];
  const found = doubted({ outcome: outcomeOf({ profiles }) });
  assert.deepEqual(found, {
    ids: ['profile-missing'],
    takes: ['nothing'],
    messages: ['cpu.pprof, goroutine.pprof could not be fetched (status 404)'],
  });
});

test('readings that came too late are a doubt about the clock', () => {
  const outcome = outcomeOf({ sampling: { taken: 89, missed: 11 } });
  assert.deepEqual(ids({ outcome }), ['clock-trouble']);
});

test('several doubts come the gravest first, and take what each takes', () => {
  const { limits: _, ...profile } = MICRO;
  const starved = {
    host_cpu_busy_seconds_total: [0, 0, 0, 0, 4],
    k6_cpu_seconds_total: [0, 0, 0, 0, 1],
    k6_cpu_wait_seconds_total: [0, 0, 0, 0, 1],
  };
  const found = doubted({
    run: NOT_OURS,
    profile,
    samples: observed(starved),
    outcome: endedBy('interrupted'),
    summary: summaryOf({ op_failed: rate(0, 50), iteration_exceptions: counter(500) }),
  });
  assert.deepEqual(found.ids, [
    'interrupted',
    'iteration-exceptions',
    'generator-saturated',
    'too-few-samples',
    'box-unknown',
  ]);
  assert.deepEqual(found.takes, ['all', 'blame', 'nothing']);
});

test('it can be asked which doubts take all', () => {
  assert.deepEqual(['interrupted', 'hardly-any-samples', 'not-observed'].map(takesAll), [true, true, true]);
  assert.deepEqual(['generator-saturated', 'too-few-samples', 'nonsense'].map(takesAll), [
    false,
    false,
    false,
  ]);
});

test('a timeline that ends long before the load is a doubt, that of a load that was ended is not', () => {
  const ids = (changes: Partial<Evidence>) => doubtsOf(evidenceOf(changes)).doubts.map(({ id }) => id);
  const cut = doubtsOf(evidenceOf({ timeline: vusTimeline(Array(12).fill(200)) })).doubts;
  assert.deepEqual(
    cut.map(({ id, message }) => [id, message]),
    [['no-timeline', 'its timeline ends after 12 of 30 s of the load']],
  );
  assert.deepEqual(ids({ timeline: vusTimeline(Array(28).fill(200)) }), []);
  const endedEarly = { rule: 'until-stable', atMs: START_MS + 12_000 };
  const ended = { outcome: outcomeOf({ endedEarly }), timeline: vusTimeline(Array(12).fill(200)) };
  assert.equal(ids(ended).includes('no-timeline'), false);
});
