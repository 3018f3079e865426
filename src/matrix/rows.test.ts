import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOrder } from '../cli/commands/matrix.ts';
import { loadFaults } from '../plan/faults.ts';
import { loadScenarios } from '../plan/scenarios.ts';
import { rowSeconds } from './play.ts';
import { ROWS } from './rows.ts';
import { selectRows } from './select.ts';

/** Who waits longer does not run it. */
const LONGEST_MATRIX_SECONDS = 40 * 60;

test('every row is a run that can be planned, and all together take no longer than one waits', () => {
  const seconds = ROWS.reduce((sum, row) => sum + rowSeconds(row, readOrder), 0);
  assert.ok(seconds < LONGEST_MATRIX_SECONDS, `${seconds} s`);
});

test('every fault and every scenario has a row', () => {
  const planted = ROWS.flatMap(({ fault }) => (fault === undefined ? [] : [fault.replace(/:.*/, '')]));
  assert.deepEqual(
    [...new Set(planted)].sort(),
    loadFaults()
      .map(({ name }) => name)
      .sort(),
  );
  const clean = ROWS.filter(({ fault }) => fault === undefined).map(({ scenario }) => scenario);
  for (const { name } of loadScenarios()) assert.ok(clean.includes(name), name);
});

test('a row has a name of its own, and an expectation when a fault is planted', () => {
  assert.equal(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
  for (const { name, fault, s3Fault, go, expect, campaign } of ROWS)
    assert.equal(
      name.startsWith('clean:') ||
        (fault === undefined && s3Fault === undefined && go === undefined && !name.startsWith('real:')),
      expect === undefined && campaign?.finds === undefined,
      name,
    );
});

test('names select rows in the order of the matrix', () => {
  const namesOf = (names: string[]) => selectRows(names).map(({ name }) => name);
  assert.deepEqual(
    namesOf([]),
    ROWS.map(({ name }) => name),
  );
  assert.deepEqual(namesOf(['clean:ping', 'crash']), ['crash', 'clean:ping']);
  assert.ok(namesOf(['clean']).length > 5);
  assert.ok(namesOf(['clean']).every((name) => name.startsWith('clean:')));
});

test('a name that selects nothing is refused with the nearest one', () => {
  const refused = (name: string, message: RegExp) =>
    assert.throws(() => selectRows([name]), { name: 'BurstboxError', code: 'usage', message });
  refused('heap-leek', /the matrix has no row "heap-leek" \(did you mean "heap-leak"\?\)/);
  refused('clean:pong', /did you mean "clean:ping"\?/);
  refused('', /the matrix has no row ""; valid: /);
});
