import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProcessStat } from '../../ledger/stat.ts';
import { endedCounter } from './ended.ts';

const stat = (pid: number, state = 'S', startTicks = pid, endStatus = 0): ProcessStat => ({
  pid,
  state,
  parent: 1,
  group: 1,
  session: 1,
  cpuTicks: 0,
  startTicks,
  endStatus,
});

const countOf = (counter: ReturnType<typeof endedCounter>) => (stats: ProcessStat[]) => counter(stats)?.count;

test('a worker that was there for a while and is gone is counted, also as a zombie or under a number that is used again', () => {
  const count = countOf(
    endedCounter(
      1,
      () => undefined,
      () => [],
    ),
  );
  const workers = [stat(1), stat(2), stat(3), stat(4)];
  assert.deepEqual(
    [1, 2, 3].map(() => count(workers)),
    [0, 0, 0],
  );
  assert.equal(count([stat(1), stat(3), stat(4, 'Z'), stat(2, 'S', 99)]), 2);
  assert.equal(count([stat(1), stat(3), stat(2, 'S', 99)]), 2);
});

test('helpers of a moment are not counted, and a list that is not whole proves no end', () => {
  const count = countOf(
    endedCounter(
      1,
      () => undefined,
      () => [],
    ),
  );
  for (const pid of [5, 6, 7]) assert.equal(count([stat(1), stat(2), stat(pid)]), 0);
  assert.equal(count([]), undefined);
  assert.equal(count([stat(1), stat(2)]), 0);
});

test('how a worker ended is read until its parent has asked for it, also where the list leaves out what has ended', () => {
  const SEGFAULT = 11;
  const left = new Map([
    [2, stat(2, 'Z', 2, SEGFAULT)],
    [3, stat(3, 'Z', 3)],
    [4, stat(4, 'Z', 99, SEGFAULT)],
  ]);
  const read = endedCounter(
    1,
    (pid) => left.get(pid),
    () => [],
  );
  for (let reading = 0; reading < 3; reading++) read([stat(1), stat(2), stat(3), stat(4)]);
  assert.deepEqual(read([stat(1), stat(3), stat(4)]), { count: 1, status: SEGFAULT });
  assert.deepEqual(read([stat(1)]), { count: 3 }, 'one ended well, the other number is that of a stranger');
});

test('what nobody can ask any more the log of the kernel tells, but not of an earlier owner of the number', () => {
  const word = (pid: number, seconds: number) => ({ pid, signal: 11, seconds });
  const statusOf = (words: ReturnType<typeof word>[]) => {
    const read = endedCounter(
      1,
      () => undefined,
      () => words,
    );
    for (let reading = 0; reading < 3; reading++) read([stat(1), stat(2, 'S', 50_000)]);
    return read([stat(1)]);
  };
  assert.deepEqual(statusOf([word(2, 501)]), { count: 1, status: 11 });
  assert.deepEqual(statusOf([word(2, 499), word(3, 501)]), { count: 1 });
});
