/** Comparing as a user sees it, on runs that were made up: no load is played. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { storeRepeats } from '../../compare/fixtures.ts';
import { whatIsWrong } from '../../files/validate.ts';
import type { Comparison } from '../../store/records/comparison.ts';
import { inWorld, type World } from './cli.ts';

const [OLD, NEW, SINGLE] = ['20270115-080000-0001', '20270115-090000-0002', '20270115-100000-0003'];

/** Ten repeats of a run, ten that are a tenth slower, and a single one. */
function storeThree({ results }: World): void {
  const ten = (p95: number) =>
    Array.from({ length: 10 }, (_, index) => ({ p95: p95 + index / 10, median: 4 + index / 1000 }));
  storeRepeats(results, ten(30), { id: OLD });
  storeRepeats(results, ten(33), { id: NEW });
  storeRepeats(results, [{ p95: 34 }], { id: SINGLE });
}

test('a slower run is worse: exit 1, a table, and three files in a folder of their own', () =>
  inWorld(async (world) => {
    storeThree(world);
    const { code, stdout, stderr } = await world.run(`compare ${OLD} ${NEW}`);
    assert.equal(code, 1, stderr);
    assert.match(stdout, new RegExp(`^before: run ${OLD}, 2027-01-15 08:00 UTC`));
    assert.match(stdout, /^t3-micro \/ ping: healthy before and after$/m);
    assert.match(stdout, /^ {2}p95 +30 ms \(10\) +33 ms \(10\) +\+3\.0 ms = \+9\.\d % \(.*\) .* worse$/m);
    assert.match(stdout, /^ {2}median .* same$/m);
    assert.match(stdout, /adjusted by Holm over 2 tests\) and a shift over 5 % of the median before/);
    assert.match(stdout, /^verdict: worse \(1 worse, 5 same\)$/m);
    const folder = join(world.results, 'comparisons', `${OLD}..${NEW}`);
    assert.deepEqual(readdirSync(folder).sort(), ['compare.html', 'compare.json', 'compare.md']);
    assert.match(readFileSync(join(folder, 'compare.md'), 'utf8'), /^# ❌ worse \(1 worse, 5 same\)/);
    assert.match(readFileSync(join(folder, 'compare.html'), 'utf8'), /"schema":"burstbox\/compare-page\/1"/);
  }));

test('--json gives the record that is stored, and the same run again is no worse', () =>
  inWorld(async (world) => {
    storeThree(world);
    const { code, stdout, stderr } = await world.run(`compare ${NEW} ${NEW} --json`);
    assert.equal(code, 0, stderr);
    const comparison = JSON.parse(stdout) as Comparison;
    assert.equal(whatIsWrong('compare', comparison), undefined);
    assert.equal(comparison.verdict, 'same');
    const stored = join(world.results, 'comparisons', `${NEW}..${NEW}`, 'compare.json');
    assert.deepEqual(JSON.parse(readFileSync(stored, 'utf8')), comparison);
  }));

test('one run a side is not tested: exit 0, the difference, and what a test takes', () =>
  inWorld(async (world) => {
    storeThree(world);
    const { code, stdout } = await world.run(`compare ${OLD} ${SINGLE}`);
    assert.equal(code, 0);
    assert.match(stdout, /^ {2}p95 +30 ms \(10\) +34 ms \(1\) +\+3\.\d ms .* not tested$/m);
    assert.match(stdout, /^not tested: .* at least 5 per side are needed: --repeat 5, or better 10$/m);
    assert.match(stdout, /^verdict: not tested \(6 not tested\)$/m);
  }));

test('a baseline is saved, listed, checked and replaced', () =>
  inWorld(async (world) => {
    storeThree(world);
    assert.match((await world.run('baseline list')).stdout, /^no baselines$/m);
    const saved = await world.run(`baseline save main ${OLD}`);
    assert.equal(saved.code, 0, saved.stderr);
    assert.match(saved.stdout, new RegExp(`^baseline main is now run ${OLD}: `));
    assert.match(
      (await world.run('baseline list')).stdout,
      new RegExp(`^main .* 10 repeats .* ${OLD}$`, 'm'),
    );
    const checked = await world.run(`baseline check main ${NEW}`);
    assert.equal(checked.code, 1, checked.stderr);
    assert.match(checked.stdout, new RegExp(`^before: baseline main, run ${OLD}, `));
    assert.ok(existsSync(join(world.results, 'comparisons', `main..${NEW}`, 'compare.html')));
    assert.match((await world.run(`baseline save main ${NEW}`)).stdout, /^baseline main replaced by run /);
    assert.equal((await world.run(`baseline check main ${NEW}`)).code, 0);
  }));

test('nothing in common is no comparison: exit 2; words that make no sense are usage: exit 64', () =>
  inWorld(async (world) => {
    storeThree(world);
    const other = '20270115-110000-0004';
    storeRepeats(world.results, [{}], { id: other, profiles: [{ name: 'box', about: 'a box' }] });
    const cases: [string, number, RegExp][] = [
      [`compare ${OLD} ${other}`, 2, /only before, so not compared: t3-micro \/ ping/],
      [`compare ${OLD}`, 64, /compare needs two runs, the earlier first/],
      [`compare ${OLD} nothing`, 2, /no run "nothing"/],
      ['baseline', 64, /expected `baseline save NAME \[RUN\]`/],
      ['baseline save ../x', 64, /baseline name "\.\.\/x": expected up to 100 letters/],
      ['baseline check none', 2, /no baseline "none" in/],
    ];
    for (const [words, expected, message] of cases) {
      const { code, stdout, stderr } = await world.run(words);
      assert.equal(code, expected, words);
      assert.match(stdout + stderr, message, words);
    }
  }));
