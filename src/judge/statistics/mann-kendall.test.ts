import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autoregressive, isClose, normals, oracleSeries } from './fixtures/fixtures.ts';
import { hamedRao } from './hamed-rao.ts';
import { mannKendall } from './mann-kendall.ts';

for (const { name, values, ...expected } of oracleSeries())
  test(`pyMannKendall agrees: ${name}`, () => {
    const actual = { mannKendall: mannKendall(values), hamedRao: hamedRao(values) };
    for (const kind of ['mannKendall', 'hamedRao'] as const)
      for (const [what, value] of Object.entries(expected[kind]))
        assert.ok(
          isEqual(actual[kind][what as 'p'], value),
          `${kind} ${what}: ${actual[kind][what as 'p']}, expected ${value}`,
        );
  });

test('noise that hangs together fools the plain test, and less so the corrected one', () => {
  const SERIES = 100;
  const alarms = { plain: 0, corrected: 0 };
  for (let seed = 1; seed <= SERIES; seed++) {
    const values = autoregressive(100, 0.7, normals(seed));
    if (mannKendall(values).p < 0.05) alarms.plain++;
    if (hamedRao(values).p < 0.05) alarms.corrected++;
  }
  assert.ok(alarms.plain > 0.25 * SERIES, `${alarms.plain} plain`);
  assert.ok(alarms.corrected < 0.75 * alarms.plain, `${alarms.corrected} corrected`);
});

/** The oracle divides zero by zero for the variance of a constant; ours stays 0. */
function isEqual(actual: number, expected: number | null): boolean {
  return expected === null ? Number.isNaN(actual) || actual === 0 : isClose(actual, expected);
}
