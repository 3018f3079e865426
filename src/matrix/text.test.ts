import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellOf, matrixOf, recoveredOf } from './fixtures.ts';
import { matrixText } from './text.ts';

test('the table shows every cell, the rounds of a row together, and beneath it what is wrong', () => {
  const leak = { row: 'heap-leak', scenario: 'soak', expected: 'critical: leak', found: 'critical: leak' };
  const clean = { row: 'clean:ping', scenario: 'ping', expected: 'nothing' };
  const record = matrixOf([
    cellOf(),
    cellOf({ ...leak, seconds: 38, planted: recoveredOf() }),
    cellOf({ ...clean, result: 'unknown', found: 'unknown', why: 'k6 had\x1b[2J no CPU left' }),
    cellOf({ round: 2, result: 'miss', found: 'healthy', why: 'nothing was found of crash: healthy' }),
  ]);
  assert.equal(
    matrixText(record, 'results/matrix-1/matrix.json'),
    `row         scenario  expected         found                                                  verdict  seconds
crash       upload    critical: crash  critical: crash                                        hit      12
crash       upload    critical: crash  healthy                                                miss     12
heap-leak   soak      critical: leak   critical: leak, 63.1 KiB a request, planted 64 (-1 %)  hit      38
clean:ping  ping      nothing          unknown                                                unknown  12

miss crash: nothing was found of crash: healthy (20270115-080000-002a)
unknown clean:ping: k6 had [2J no CPU left (20270115-080000-002a)

matrix:  4 of 4 played, 2 hit, 1 miss, 1 unknown; 1:15
results: results/matrix-1/matrix.json
`,
  );
});

test('a matrix that was interrupted at once says that nothing was played', () => {
  assert.match(matrixText({ ...matrixOf([]), rows: 3 }, 'm.json'), /^matrix: {2}0 of 3 played; 0 s$/m);
});

test('a row that this machine lacks something for is named with what that is', () => {
  const record = { ...matrixOf([cellOf()]), skipped: [{ row: 'clean:go', why: 'There is no Go on PATH' }] };
  assert.match(matrixText(record, 'm.json'), /^skipped clean:go: There is no Go on PATH$/m);
});
