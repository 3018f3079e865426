import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, samplesOf } from '../fixtures.ts';
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
  assert.equal(judged(5.5, 4.5, 0.95, [IDLE, COLLECTOR]), undefined);
});
