import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClose, normals, oracle } from './fixtures/fixtures.ts';
import { holm } from './holm.ts';
import { mannWhitney } from './mann-whitney.ts';

interface OracleCase {
  name: string;
  a: number[];
  b: number[];
  u: number;
  p: number;
}

const CASES = oracle<{ cases: OracleCase[] }>('mann-whitney').cases;

for (const { name, a, b, u, p } of CASES)
  test(`scipy.stats.mannwhitneyu agrees: ${name}`, () => {
    const actual = mannWhitney(a, b);
    assert.equal(actual.u, u);
    assert.ok(isClose(actual.p, p), `p: ${actual.p}, expected ${p}`);
  });

test('it does not matter which sample comes first', () => {
  for (const { a, b } of CASES) {
    const [forth, back] = [mannWhitney(a, b), mannWhitney(b, a)];
    assert.equal(forth.u + back.u, a.length * b.length);
    assert.ok(isClose(forth.p, back.p));
  }
});

test('three against three is never significant, four against four can be', () => {
  assert.ok(mannWhitney([1, 1, 1], [9, 9, 9]).p > 0.05);
  assert.ok(mannWhitney([1, 1, 1, 1], [9, 9, 9, 9]).p < 0.05);
});

test('where there is no difference few are found, also among several metrics, also of rounded values', () => {
  const COMPARISONS = 1000;
  const normal = normals(11);
  const probability = (size: number, digits: number) => {
    const sample = () => Array.from({ length: size }, () => Number((10 + normal()).toFixed(digits)));
    return mannWhitney(sample(), sample()).p;
  };
  const found = { untied: 0, tied: 0, family: 0 };
  for (let comparison = 0; comparison < COMPARISONS; comparison++) {
    const family = [probability(8, 6), probability(8, 0), probability(5, 1)];
    if ((family[0] ?? 0) < 0.05) found.untied++;
    if ((family[1] ?? 0) < 0.05) found.tied++;
    if (holm(family).some((p) => p < 0.05)) found.family++;
  }
  // three standard deviations of a share of 5 % among so many
  const most = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / COMPARISONS);
  for (const [kind, count] of Object.entries(found))
    assert.ok(count <= most * COMPARISONS, `${count} ${kind}`);
  assert.ok(found.untied > 0.02 * COMPARISONS, `${found.untied}: the test is asleep`);
});
