import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplesOf } from '../fixtures.ts';
import { uncollectedText } from './uncollected.ts';

const told = (heap: number[], collections: (number | undefined)[]) =>
  uncollectedText(samplesOf({ runtime_heap_mb: heap, runtime_gc_total: collections }));

test('a heap that grows without any collection is named', () => {
  assert.match(
    told([2, 400, 948], [1, 1, 1]) ?? '',
    /^no garbage collection ran while the heap grew by 946 MiB/,
  );
});

test('one that is collected, hardly grows, or does not tell, is not', () => {
  assert.equal(told([2, 400, 948], [1, 2, 3]), undefined);
  assert.equal(told([2, 60, 120], [1, 1, 1]), undefined);
  assert.equal(told([2, 400, 948], [undefined, undefined, undefined]), undefined);
});
