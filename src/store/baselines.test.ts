import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compare } from '../compare/compare.ts';
import { storeRepeats, tempResults } from '../compare/fixtures.ts';
import { baselineSide, findSide, runSide } from '../judge/measures/side.ts';
import { baselineNamed, baselineNames, findBaseline, saveBaseline } from './baselines.ts';
import { findRun } from './find-run.ts';
import { FILES, readRun, scenarioFolder } from './store.ts';

test('a baseline holds what a comparison reads, and compares as the run itself', async (t) => {
  const out = await tempResults(t);
  const run = storeRepeats(out, [{}, { p95: 30 }]);
  writeFileSync(join(scenarioFolder(run, 't3-micro', 'ping'), FILES.targetLog), 'long');
  const { folder, replaced } = saveBaseline('main', run, out);
  assert.equal(replaced, false);
  const scenario = scenarioFolder(folder, 't3-micro', 'ping');
  assert.deepEqual(readdirSync(folder).sort(), [FILES.run, 't3-micro', FILES.verdict]);
  assert.deepEqual(readdirSync(scenario).sort(), [
    FILES.outcome,
    'repeat',
    FILES.samples,
    FILES.summary,
    FILES.timeline,
  ]);
  const side = baselineSide('main', folder);
  assert.deepEqual(compare(side, side).scenarios, compare(runSide(run), runSide(run)).scenarios);
});

test('saving again replaces, and leaves nothing else', async (t) => {
  const out = await tempResults(t);
  saveBaseline('main', storeRepeats(out, [{}, {}], { id: '20270115-080000-0001' }), out);
  const second = storeRepeats(out, [{}], { id: '20270116-080000-0002' });
  const { folder, replaced } = saveBaseline('main', second, out);
  assert.equal(replaced, true);
  assert.equal(readRun(folder).id, '20270116-080000-0002');
  assert.equal(existsSync(join(scenarioFolder(folder, 't3-micro', 'ping'), 'repeat')), false);
  assert.deepEqual(readdirSync(join(out, 'baselines')), ['main']);
});

test('a run that is none replaces nothing', async (t) => {
  const out = await tempResults(t);
  saveBaseline('main', storeRepeats(out, [{}]), out);
  assert.throws(() => saveBaseline('main', join(out, 'nothing'), out), { code: 'results' });
  assert.deepEqual(baselineNames(out), ['main']);
});

test('a name stays in its folder', async (t) => {
  const out = await tempResults(t);
  const run = storeRepeats(out, [{}]);
  for (const name of ['..', '../x', '.hidden', 'a/b', 'a\\b', '', 'latest', '-x', 'a b', 'x'.repeat(101)]) {
    assert.throws(() => saveBaseline(name, run, out), { code: 'usage', message: /^baseline name / }, name);
    assert.equal(findBaseline(name, out), undefined, name);
  }
  assert.equal(saveBaseline('v1.2_x-3', run, out).replaced, false);
});

test('a name that is not there is told with those that are', async (t) => {
  const out = await tempResults(t);
  assert.throws(() => baselineNamed('main', out), {
    code: 'results',
    message: /no baseline "main" in .*; there are none; /,
  });
  saveBaseline('v1', storeRepeats(out, [{}]), out);
  assert.throws(() => baselineNamed('main', out), {
    code: 'results',
    message: /; available: v1; `baseline save main`/,
  });
});

test('baselines and comparisons are no runs', async (t) => {
  const out = await tempResults(t);
  const run = storeRepeats(out, [{}]);
  saveBaseline('main', run, out);
  mkdirSync(join(out, 'comparisons', 'main..x'), { recursive: true });
  assert.throws(() => findRun('baselines', out), { message: /newest runs in .*: 20270115-080000-002a$/ });
});

test('a side is a run first, then a baseline', async (t) => {
  const out = await tempResults(t);
  const run = storeRepeats(out, [{}]);
  saveBaseline('main', run, out);
  const { id } = readRun(run);
  assert.deepEqual([findSide('main', out).isBaseline, findSide(id, out).isBaseline], [true, false]);
  saveBaseline(id, run, out);
  assert.equal(findSide(id, out).isBaseline, false);
  assert.throws(() => findSide('mian', out), { code: 'results', message: /^no run "mian"/ });
});
