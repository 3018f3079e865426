import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, type Series, START_MS, samplesOf } from '../fixtures.ts';
import type { StoredProfile } from '../pprof/decode.ts';
import type { Frame } from '../pprof/frame.ts';
import { judgeGc } from './gc.ts';

const SECOND = 1e9;
const COLLECTOR: Frame = { kind: 'collector', label: 'garbage collection' };
const IDLE: Frame = { kind: 'runtime', label: 'runtime.gcDrainMarkWorkerIdle' };
const ANSWER: Frame = { kind: 'own', label: 'main.answer' };

/** A profile of 10 s, in CPU seconds; the service uses so many CPUs of its one, and collects without long pauses. */
function judged(collecting: number, answering: number, busy: number, frames = [COLLECTOR]) {
  const profile = {
    types: ['cpu'],
    seconds: 10,
    samples: [
      { stack: frames, values: [collecting * SECOND] },
      { stack: [ANSWER], values: [answering * SECOND] },
    ],
  } as StoredProfile;
  const seconds = Array.from({ length: 20 }, (_, second) => second);
  const samples = samplesOf({
    process_cpu_seconds_total: seconds.map((second) => second * busy),
    runtime_gc_total: seconds.map((second) => second * 5),
    runtime_gc_pause_seconds_total: seconds.map((second) => second * 0.001),
  });
  const found = judgeGc(evidenceOf({ samples, pprof: () => profile }));
  return found.find(({ metric }) => metric === 'gc_cpu_share');
}

test('a collector that eats half of the CPU beside the program is found though it never pauses', () => {
  const found = judged(5.5, 4.5, 0.95);
  assert.deepEqual([found?.status, found?.value], ['critical', 0.55]);
  assert.match(
    found?.message ?? '',
    /^garbage collection takes 55 % of the CPU time of the service \(0\.52 CPUs/,
  );
  assert.equal(judged(4, 6, 0.95)?.status, 'warning');
  assert.equal(judged(5.5, 4.5, 0.5)?.status, 'warning', 'there was CPU left for requests');
});

test('what is usual, what a service at rest does, and marking on idle processors is none', () => {
  assert.equal(judged(2.5, 7.5, 0.95), undefined);
  assert.equal(judged(0.06, 0.04, 0.01), undefined);
  assert.equal(judged(0.8, 1.2, 0.2), undefined, 'a tiny heap that is collected often');
  assert.equal(judged(5.5, 4.5, 0.95, [IDLE, COLLECTOR]), undefined);
});

const SECONDS = Array.from({ length: 21 }, (_, second) => second);

/** What a service without profiles tells in 20 s; it uses so many CPUs of its one. */
function told(busy: number, series: Series) {
  const process_cpu_seconds_total = SECONDS.map((second) => second * busy);
  const samples = samplesOf({ process_cpu_seconds_total, runtime_gc_total: SECONDS, ...series });
  const [finding, ...more] = judgeGc(evidenceOf({ samples })).filter(({ status }) => status !== 'healthy');
  assert.deepEqual(more, []);
  return finding;
}

test('without a profile the CPU time that the runtime counts for its collector tells', () => {
  const counted = (collected: number, used: number, busy: number) =>
    told(busy, {
      runtime_gc_cpu_seconds_total: SECONDS.map((second) => 100 + second * collected),
      runtime_cpu_seconds_total: SECONDS.map((second) => 900 + second * used),
    });
  const found = counted(0.7, 1.25, 0.95);
  assert.deepEqual([found?.metric, found?.status, found?.value], ['gc_cpu_share', 'critical', 0.56]);
  assert.deepEqual(found?.evidence, ['samples.ndjson']);
  assert.equal(counted(0.3, 1.25, 0.95), undefined, 'a quarter is what the pacer aims at');
  assert.equal(counted(0.7, 1.25, 0.04), undefined, 'a service at rest');
});

test('a share of what it could have had since its start is the least that it had of what it used', () => {
  const start = START_MS / 1000 - 100;
  /** It collected nothing for 100 s, and since then for so much of each second. */
  const fractions = (share: number) => SECONDS.map((second) => (share * second) / (100 + second));
  const tells = (runtime_gc_cpu_fraction: number[]) =>
    told(0.95, { runtime_gc_cpu_fraction, process_start_time_seconds: SECONDS.map(() => start) });
  assert.match(
    tells(fractions(0.55))?.message ?? '',
    /^garbage collection takes at least 55 % of the CPU time/,
  );
  assert.equal(tells(fractions(0.2)), undefined);
  assert.equal(tells(SECONDS.map(() => 0.6)), undefined, 'what it did before the load');
});

test('a collector that is at work nearly all the time is told where the program has no CPU left beside it', () => {
  const works = (share: number, busy: number) =>
    told(busy, { runtime_gc_concurrent_seconds_total: SECONDS.map((second) => second * share) });
  const found = works(0.8, 0.97);
  assert.deepEqual([found?.status, found?.value], ['warning', 0.8]);
  assert.match(found?.message ?? '', /runs concurrently for 80 % of the time .* \(0\.97 CPUs\)$/);
  assert.equal(works(1.7, 0.97)?.value, 1, 'collections of two generations at once');
  assert.equal(works(0.8, 0.6), undefined, 'there is CPU left for both');
  assert.equal(works(0.3, 0.97), undefined, 'a collection now and then');
});
