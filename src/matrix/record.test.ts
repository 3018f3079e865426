import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whatIsWrong } from '../files/validate.ts';
import { cellOf, matrixOf, recoveredOf } from './fixtures.ts';
import { exitCodeOf } from './record.ts';
import type { Result } from './score.ts';

test('the exit code tells what the matrix came to', () => {
  const codeOf = (...results: Result[]) => exitCodeOf(matrixOf(results.map((result) => cellOf({ result }))));
  assert.equal(codeOf('hit', 'hit'), 0);
  assert.equal(codeOf('hit', 'unknown'), 0);
  assert.equal(codeOf('hit', 'miss'), 1);
  assert.equal(codeOf('hit', 'false-alarm'), 1);
  assert.equal(codeOf('unknown', 'miss'), 1);
  assert.equal(codeOf('unknown'), 2);
  assert.equal(codeOf(), 2);
});

test('a matrix fits its schema', () => {
  const cells = [
    cellOf({ planted: recoveredOf() }),
    cellOf({ result: 'miss', why: 'nothing was found of it' }),
  ];
  const skipped = [{ row: 'clean:go', why: 'There is no Go on PATH' }];
  assert.equal(whatIsWrong('matrix', matrixOf(cells)), undefined);
  assert.equal(whatIsWrong('matrix', { ...matrixOf(cells), skipped }), undefined);
});
