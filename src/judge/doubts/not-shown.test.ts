import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProbeSilence } from '../../store/records/records.ts';
import { CALM_GENERATOR, evidenceOf, outcomeOf, runOf, type Series, samplesOf } from '../fixtures.ts';
import { judgeScenario } from '../judge.ts';
import { doubtsOf } from './doubts.ts';
import { notShown } from './not-shown.ts';

const of = (series: Series) =>
  evidenceOf({ outcome: outcomeOf({ probes: [] }), samples: samplesOf({ ...series, ...CALM_GENERATOR }) });
const PROCESS: Series = {
  process_resident_memory_bytes: [1e8, 1e8],
  process_open_fds: [9, 9],
  process_cpu_seconds_total: [1, 2],
};

test('a service that shows its heap and its collections leaves nothing to say', () => {
  const series: Series = {
    runtime_heap_mb: [5, 5],
    runtime_gc_total: [1, 2],
    runtime_gc_pause_seconds_total: [0, 0],
  };
  assert.equal(notShown(of({ ...PROCESS, ...series })), undefined);
});

test('of a process that shows nothing of its runtime, memory leaks are judged by all its memory', () => {
  assert.equal(
    notShown(of(PROCESS)),
    'some runtime metrics are missing: memory leaks are judged by its memory as a whole, not by its heap; a garbage collector that stalls or slows down requests would not be seen',
  );
});

test('of a URL that shows nothing at all, all is said that nobody can see', () => {
  assert.equal(
    notShown(of({})),
    'some runtime metrics are missing: memory leaks would not be seen; a garbage collector that stalls or slows down requests would not be seen; leaks of connections and files would not be seen; its CPU use is unknown',
  );
});

test('collections without their pauses, as Python shows them, are half of it', () => {
  assert.match(
    notShown(of({ ...PROCESS, runtime_gc_total: [1, 2] })) ?? '',
    /how long garbage collection pauses it/,
  );
});

test('nothing is said of a run that does not tell what it asked for, or that was not observed', () => {
  assert.equal(notShown(evidenceOf()), undefined);
  assert.equal(notShown(evidenceOf({ outcome: outcomeOf({ probes: [] }), samples: [] })), undefined);
});

test('a service that is no more than a URL is judged by what its clients saw', () => {
  const target = { name: 'mine', about: 'mine', startedByUs: false, probes: ['auto'] };
  const verdict = judgeScenario({
    ...of({}),
    run: runOf({ target }),
    profile: { name: 'as-is', about: 'as it is' },
  });
  assert.equal(verdict.status, 'healthy');
  const doubts = verdict.doubts.map(({ id }) => id);
  assert.deepEqual(doubts, ['box-unknown', 'not-all-shown']);
});

const silenceOf = (kind: ProbeSilence['kind'], why: string, told = 0): ProbeSilence => ({
  form: 'prometheus',
  where: '/metrics',
  kind,
  why,
  asked: 40,
  told,
});

function doubtOf(probesSilent: ProbeSilence[], probes = ['prometheus']) {
  const evidence = { ...of(PROCESS), outcome: outcomeOf({ probes, probesSilent }) };
  return doubtsOf(evidence).doubts.find(({ id }) => id === 'not-all-shown');
}

test('why a probe told nothing is said, and the advice is not what was done already', () => {
  const large = doubtOf([silenceOf('large', 'the response has more than 64 MiB')]);
  assert.match(
    large?.message ?? '',
    /\. prometheus at \/metrics returned no data: the response has more than 64 MiB$/,
  );
  assert.match(large?.action ?? '', /^remove labels such as customer, bucket or path from \/metrics/);
  const slow = doubtOf([silenceOf('slow', 'no answer within 10 s', 3)]);
  assert.match(slow?.message ?? '', /returned data 3 of 40 times: no answer within 10 s$/);
  assert.match(doubtOf([silenceOf('missing', 'it returns 404')])?.action ?? '', /^fix the path \/metrics/);
});

test('a probe that told most of the time is not spoken of, nor is one that told all it has advised', () => {
  const doubt = doubtOf([silenceOf('slow', 'no answer within 10 s', 35)]);
  assert.doesNotMatch(doubt?.message ?? '', /told/);
  assert.match(doubt?.action ?? '', /^its metrics were read and lack these/);
  assert.match(doubtOf([], [])?.action ?? '', /^expose Prometheus metrics/);
});
