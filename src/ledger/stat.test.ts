import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProcessStat } from './stat.ts';

test('a process may be named like a part of the line', () => {
  const line =
    '42 (a) S 1 (b)) R 7 40 39 0 -1 4194304 100 0 0 0 11 22 33 44 20 0 5 0 987654 1000 200 18446744073709551615 0';
  assert.deepEqual(parseProcessStat(line), {
    pid: 42,
    state: 'R',
    parent: 7,
    group: 40,
    session: 39,
    cpuTicks: 110,
    startTicks: 987_654,
    endStatus: 0,
  });
});
