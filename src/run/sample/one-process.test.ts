import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneProcess } from './one-process.ts';

const said = (start: number, gc: number) => ({ process_start_time_seconds: start, runtime_gc_total: gc });

test('of workers that answer in turn only the first is followed', () => {
  const follow = oneProcess(() => 1000);
  assert.deepEqual(follow(said(100.1, 50)), said(100.1, 50));
  assert.deepEqual(follow(said(100.4, 7)), {});
  assert.deepEqual(follow(said(100.1, 51)), said(100.1, 51));
});

test('a process that began since the last reading has taken the place of the one before', () => {
  let now = 1000;
  const follow = oneProcess(() => now);
  follow(said(100, 50));
  now = 1002;
  assert.deepEqual(follow(said(1001, 1)), said(1001, 1));
  assert.deepEqual(follow(said(100, 51)), {});
});

test('readings that do not tell their process are all taken', () => {
  const follow = oneProcess(() => 1000);
  assert.deepEqual([{ runtime_gc_total: 5 }, { runtime_gc_total: 3 }].map(follow), [
    { runtime_gc_total: 5 },
    { runtime_gc_total: 3 },
  ]);
});

test('one that does not come back is not waited for for ever', () => {
  const follow = oneProcess(() => 1000);
  follow(said(100, 50));
  const readings = Array.from({ length: 40 }, () => follow(said(99, 1)));
  assert.deepEqual(readings[0], {});
  assert.deepEqual(readings.at(-1), said(99, 1));
});
