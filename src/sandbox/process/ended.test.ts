import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProcessStat } from '../../ledger/stat.ts';
import { endedCounter } from './ended.ts';

const stat = (pid: number, state = 'S', startTicks = pid): ProcessStat => ({
  pid,
  state,
  parent: 1,
  group: 1,
  session: 1,
  cpuTicks: 0,
  startTicks,
});

test('a worker that was there for a while and is gone is counted, also as a zombie or under a number that is used again', () => {
  const count = endedCounter(1);
  const workers = [stat(1), stat(2), stat(3), stat(4)];
  assert.deepEqual(
    [1, 2, 3].map(() => count(workers)),
    [0, 0, 0],
  );
  assert.equal(count([stat(1), stat(3), stat(4, 'Z'), stat(2, 'S', 99)]), 2);
  assert.equal(count([stat(1), stat(3), stat(2, 'S', 99)]), 2);
});

test('helpers of a moment are not counted, and a list that is not whole proves no end', () => {
  const count = endedCounter(1);
  for (const pid of [5, 6, 7]) assert.equal(count([stat(1), stat(2), stat(pid)]), 0);
  assert.equal(count([]), undefined);
  assert.equal(count([stat(1), stat(2)]), 0);
});
