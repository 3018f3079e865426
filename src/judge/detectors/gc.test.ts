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
