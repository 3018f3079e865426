import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, samplesOf } from '../fixtures.ts';
import { judgeGc } from './gc.ts';

/** Readings over so many seconds, rising from `from` by `step` each. */
function rising(seconds: number, from: number, step: number): number[] {
  return Array.from({ length: seconds + 1 }, (_, index) => from + index * step);
}

function judged(collections: number[], heapMb?: number[]) {
  const samples = samplesOf({
    runtime_gc_total: collections,
    ...(heapMb === undefined ? {} : { runtime_heap_mb: heapMb }),
  });
  return judgeGc(evidenceOf({ samples }));
}

test('a count that rises is healthy', () => {
  assert.deepEqual(judged([3, 3, 8]), [
    {
      detector: 'gc',
      status: 'healthy',
      metric: 'runtime_gc_total',
      value: 5,
      unit: 'count',
      message: '5 garbage collections under load',
      evidence: ['samples.ndjson'],
    },
  ]);
});

test('a count that stands still for 150 s over a growing heap is a stall', () => {
  const [finding] = judged(rising(150, 7, 0), rising(150, 10, 0.5));
  assert.equal(finding?.status, 'warning');
  assert.equal(finding?.message, 'no garbage collection in 150 s although the heap grew');
  assert.notEqual(finding?.advice, undefined);
});

test('in a second less nothing can be said', () => {
  assert.deepEqual(judged(rising(149, 7, 0), rising(149, 10, 0.5)), []);
});

test('without a heap that grows there is nothing to collect', () => {
  assert.deepEqual(judged(rising(200, 7, 0), rising(200, 10, 0)), []);
  assert.deepEqual(judged(rising(200, 7, 0), rising(200, 90, -0.1)), []);
  assert.deepEqual(judged(rising(200, 7, 0)), []);
});

test('a count that began again is not called healthy', () => {
  assert.deepEqual(judged([90, 95, 2, 4]), []);
});

test('what was read once or never is not judged', () => {
  assert.deepEqual(judged([5]), []);
  assert.deepEqual(judged([]), []);
});

/** Ten seconds in which the service uses so many CPUs and pauses for so much of each second. */
function collecting(cpus: number | undefined, paused: number, waits = 0) {
  const rising = (step: number) => Array.from({ length: 11 }, (_, index) => index * step);
  const samples = samplesOf({
    runtime_gc_total: rising(5),
    runtime_gc_pause_seconds_total: rising(paused),
    ...(cpus === undefined ? {} : { process_cpu_seconds_total: rising(cpus) }),
    process_cpu_wait_seconds_total: rising(waits),
  });
  return judgeGc(evidenceOf({ samples }))[0];
}

test('a collector that takes the CPU from the requests is a warning, and critical when it takes most', () => {
  const status = (paused: number) => collecting(0.8, paused)?.status;
  assert.deepEqual(
    [status(0.03), status(0.16), status(0.2), status(0.5)],
    ['healthy', 'healthy', 'warning', 'critical'],
  );
  const finding = collecting(0.8, 0.48);
  assert.deepEqual(
    [finding?.metric, finding?.value, finding?.limit],
    ['runtime_gc_pause_seconds_total', 0.6, 0.5],
  );
  assert.equal(
    finding?.message,
    'garbage collection pauses take 60 % of the time that the service is working, 48 % of all time (50 garbage collections under load); a few percent are usual',
  );
});

test('a service that hardly does anything may collect for most of it', () => {
  assert.equal(collecting(0.05, 0.04)?.status, 'healthy');
});

test('who has to wait for a CPU in the middle of a pause is not paused for longer by the collector', () => {
  assert.equal(collecting(0.25, 0.08)?.status, 'warning');
  assert.equal(collecting(0.25, 0.08, 2)?.status, 'healthy');
  assert.equal(collecting(0.6, 0.45, 2)?.status, 'warning');
});

test('without readings of its CPU the time counts', () => {
  assert.deepEqual(
    [collecting(undefined, 0.1)?.status, collecting(undefined, 0.3)?.status],
    ['healthy', 'warning'],
  );
});
