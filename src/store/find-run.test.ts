import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { runOf } from '../judge/fixtures.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { findRun, pointLatest } from './find-run.ts';
import { createRunFolder, FILES, readRun, writeRecord } from './store.ts';

function withRun(out: string, id: string): string {
  const { path: folder } = createRunFolder(out, id);
  writeRecord(join(folder, FILES.run), runOf({ id }));
  return folder;
}

test('latest points at the newest run, and moves', async (t) => {
  const out = await tempFolder(t);
  for (const id of ['r1', 'r2']) {
    pointLatest(withRun(out, id));
    assert.equal(readlinkSync(join(out, 'latest')), id);
    assert.equal(readRun(join(out, 'latest')).id, id);
  }
  assert.deepEqual(readdirSync(out).sort(), ['latest', 'r1', 'r2'], 'nothing else is left');
});

test('what is no link and called latest stays, and is said', async (t) => {
  const out = await tempFolder(t);
  const link = join(out, 'latest');
  mkdirSync(join(link, 'mine'), { recursive: true });
  const folder = withRun(out, 'r1');
  const said = `${link} is not a link and is left alone; "latest" on the command line means the run that started last`;
  assert.equal(pointLatest(folder), said);
  assert.ok(existsSync(join(link, 'mine')));
  rmSync(link, { recursive: true });
  writeFileSync(link, 'mine');
  assert.equal(pointLatest(folder), said);
  assert.equal(readFileSync(link, 'utf8'), 'mine');
  assert.deepEqual(readdirSync(out).sort(), ['latest', 'r1'], 'nothing else is left');
  assert.equal(findRun('latest', out), folder);
});

test('the latest run is the one that began last, wherever the link stands', async (t) => {
  const out = await tempFolder(t);
  const old = withRun(out, 'r1');
  pointLatest(old);
  const { path: newer } = createRunFolder(out, 'a-copy-of-another-machine');
  writeRecord(join(newer, FILES.run), runOf({ startedAtMs: runOf().startedAtMs + 1 }));
  assert.equal(findRun('latest', out), newer);
  rmSync(join(out, 'latest'));
  cpSync(old, join(out, 'latest'), { recursive: true });
  assert.equal(findRun('latest', out), newer, 'a copy of an old run');
  writeFileSync(join(newer, FILES.run), 'damaged');
  assert.notEqual(findRun('latest', out), newer);
});

test('a run is found by its path, its id or as the latest', async (t) => {
  const out = await tempFolder(t);
  const folder = withRun(out, 'r1');
  pointLatest(folder);
  assert.equal(findRun(folder, '/elsewhere'), folder);
  assert.equal(findRun('r1', out), folder);
  assert.equal(findRun('latest', out), folder);
});

test('a run that is not there is told with the newest that are', async (t) => {
  const out = await tempFolder(t);
  for (const day of ['11', '13', '12', '14']) pointLatest(withRun(out, `202701${day}-080000-002a`));
  mkdirSync(join(out, '20270119-empty'));
  assert.throws(() => findRun('20270119-empty', out), {
    code: 'results',
    message: `no run "20270119-empty": neither ${resolve('20270119-empty')} nor ${join(out, '20270119-empty')} holds a run.json; newest runs in ${out}: 20270112-080000-002a, 20270113-080000-002a, 20270114-080000-002a`,
  });
  const nowhere = join(out, 'nowhere');
  writeFileSync(join(out, 'file'), 'no folder');
  for (const place of [nowhere, join(out, 'file')])
    assert.throws(() => findRun('r1', place), { message: new RegExp(`there are no runs in ${place}$`) });
});
