import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskError } from '../files/on-disk.ts';
import { MICRO, outcomeOf, PING, runOf } from '../judge/fixtures.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import {
  createProbeFolder,
  createRunFolder,
  createScenarioFolder,
  FILES,
  isFilled,
  newRunId,
  probeFolders,
  readLines,
  readRecord,
  readRun,
  repeatFolders,
  scenarioFolder,
  writeRecord,
  writeWhole,
} from './store.ts';

const NOON = new Date('2027-01-15T12:34:56.789Z');

function withRun(out: string, id: string): string {
  const { path: folder } = createRunFolder(out, id);
  writeRecord(join(folder, FILES.run), runOf({ id }));
  return folder;
}

test('run names sort by time, and two of the same second differ by their seed', () => {
  assert.equal(newRunId(NOON, 0x2a), '20270115-123456-002a');
  assert.equal(newRunId(NOON, 0xffff_ffff), '20270115-123456-ffff');
  assert.ok(newRunId(NOON, 0xffff) < newRunId(new Date(NOON.getTime() + 1000), 0));
});

test('a scenario has a folder of its own below its profile, a scenario of a suite one deeper', async (t) => {
  const { path: run } = createRunFolder(await tempFolder(t), 'r1');
  const folder = createScenarioFolder(run, 't3-micro', 'catalog/locks');
  assert.equal(folder, join(run, 't3-micro', 'catalog', 'locks'));
  assert.equal(folder, scenarioFolder(run, 't3-micro', 'catalog/locks'));
  assert.ok(existsSync(folder));
});

test('the repeats of a scenario lie in it, and the first is the scenario itself', async (t) => {
  const { path: run } = createRunFolder(await tempFolder(t), 'r1');
  const folder = createScenarioFolder(run, 't3-micro', 'ping', 1);
  for (const repeat of [10, 2]) createScenarioFolder(run, 't3-micro', 'ping', repeat);
  const later = ['2', '10'].map((repeat) => join(folder, 'repeat', repeat));
  assert.deepEqual(repeatFolders(folder), [folder, ...later]);
  assert.deepEqual(repeatFolders(join(run, 'none')), [join(run, 'none')]);
});

test('a run folder that cannot be made is told with what to do', async (t) => {
  const file = join(await tempFolder(t), 'file');
  writeFileSync(file, '');
  assert.throws(() => createRunFolder(file, 'r1'), {
    code: 'machine',
    message: `cannot write ${join(file, 'r1')}: a part of the path is a file; choose another place with --out`,
  });
});

test('a file is written whole, over what was there', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'a.json');
  writeWhole(path, 'old and longer');
  writeRecord(path, { new: true });
  assert.equal(readFileSync(path, 'utf8'), '{\n  "new": true\n}\n');
  assert.deepEqual(readdirSync(folder), ['a.json']);
});

test('a write that fails leaves nothing half done behind', async (t) => {
  const folder = await tempFolder(t);
  mkdirSync(join(folder, 'a.json', 'x'), { recursive: true });
  assert.throws(() => writeWhole(join(folder, 'a.json'), 'text'), {
    code: 'machine',
    message: new RegExp(`^cannot write ${join(folder, 'a.json')}: `),
  });
  assert.deepEqual(readdirSync(folder), ['a.json']);
});

test('what the machine refuses is said in words', () => {
  const said = (code: string) => diskError('/out', Object.assign(new Error('raw'), { code })).message;
  assert.equal(
    said('ENOSPC'),
    'cannot write /out: the disk is full; free some space or choose another place with --out',
  );
  assert.equal(said('EACCES'), 'cannot write /out: no permission; choose another place with --out');
  assert.equal(
    said('EROFS'),
    'cannot write /out: the file system is read-only; choose another place with --out',
  );
  assert.equal(said('EWHAT'), 'cannot write /out: raw');
});

test('a run without run.json, or of another schema, is no run', async (t) => {
  const folder = await tempFolder(t);
  const message = `${join(folder, 'run.json')} is missing or damaged; expected a record that fits schema/run.schema.json`;
  const refused = () => assert.throws(() => readRun(folder), { code: 'results', message });
  refused();
  for (const text of ['{"schema": "burstbox/run/1"', 'null']) {
    writeFileSync(join(folder, FILES.run), text);
    refused();
  }
  writeRecord(join(folder, FILES.run), { ...runOf(), schema: 'burstbox/run/9' });
  assert.throws(() => readRun(folder), {
    code: 'config',
    message: `${join(folder, 'run.json')}: /schema is "burstbox/run/9"; expected "burstbox/run/1"; see schema/run.schema.json`,
  });
});

test('a record that is missing or damaged is undefined', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, FILES.outcome);
  assert.equal(readRecord('outcome', path), undefined);
  writeFileSync(path, '{"schema": ');
  assert.equal(readRecord('outcome', path), undefined);
  writeRecord(path, { ...outcomeOf(), finishedAtMs: 'later' });
  assert.equal(readRecord('outcome', path), undefined, 'it does not fit its schema');
  writeRecord(path, outcomeOf());
  assert.deepEqual(readRecord('outcome', path), outcomeOf());
  assert.equal(readRecord('run', folder), undefined, 'a folder is no record');
});

test('lines are read one by one, without one that a crash cut or filled with zeros', async (t) => {
  const path = join(await tempFolder(t), 'lines');
  assert.deepEqual(readLines('sample', path), []);
  writeFileSync(path, '');
  assert.deepEqual(readLines('sample', path), []);
  assert.equal(isFilled(path), false);
  writeFileSync(path, '{"t":1,"values":{}}\n{"t":2,"values":{}}\n{"t":"x"}\n\n{"t":3,"val');
  assert.deepEqual(readLines('sample', path), [
    { t: 1, values: {} },
    { t: 2, values: {} },
  ]);
  writeFileSync(path, `{"t":1,"values":{}}\n${'\0'.repeat(40)}`);
  assert.deepEqual(readLines('sample', path), [{ t: 1, values: {} }]);
  assert.equal(isFilled(path), true);
  assert.equal(isFilled(`${path}.not`), false);
});

test('the probes of a search are found by their level, the lowest first, and nothing else is one', async (t) => {
  const folder = await tempFolder(t);
  assert.deepEqual(probeFolders(folder), []);
  const made = [95, 1000, 141].map((level) => createProbeFolder(folder, level));
  mkdirSync(join(folder, 'search', '..more'));
  mkdirSync(join(folder, 'search', '007'));
  assert.deepEqual(probeFolders(folder), [made[0], made[2], made[1]]);
});

test('names and links of a run from elsewhere lead nowhere', async (t) => {
  const out = await tempFolder(t);
  const folder = withRun(out, 'r1');
  const bad = ['..', '../../x', '/etc', '', 'a/../../b', '.hidden', 'a\\b', 'a\u001b[2J', '__proto__'];
  for (const name of bad) {
    assert.throws(() => scenarioFolder(folder, 't3-micro', name), { code: 'config' }, name);
    assert.throws(() => createScenarioFolder(folder, name, 'ping'), { code: 'config' }, name);
    writeRecord(join(folder, FILES.run), runOf({ profiles: [{ ...MICRO, name }] }));
    assert.throws(() => readRun(folder), { code: 'config', message: /profiles\/0\/name is "/ }, name);
    writeRecord(join(folder, FILES.run), runOf({ scenarios: [{ ...PING, name }] }));
    assert.throws(() => readRun(folder), { code: 'config', message: /scenarios\/0\/name is "/ }, name);
  }
  mkdirSync(join(out, 'elsewhere', '2'), { recursive: true });
  const played = createScenarioFolder(folder, 't3-micro', 'ping');
  symlinkSync(join(out, 'elsewhere'), join(played, 'repeat'));
  assert.deepEqual(repeatFolders(played), [played]);
  symlinkSync(join(out, 'elsewhere'), join(folder, 't3-small'));
  assert.throws(() => scenarioFolder(folder, 't3-small', 'ping'), {
    code: 'config',
    message: `${join(folder, 't3-small')} is a symbolic link; the files of a run must be inside its own folder`,
  });
});

test('times and levels that no run has are refused', async (t) => {
  const folder = withRun(await tempFolder(t), 'r1');
  const refused = (run: object, where: RegExp) => {
    writeRecord(join(folder, FILES.run), { ...runOf(), ...run });
    assert.throws(() => readRun(folder), { code: 'config', message: where });
  };
  const [leg] = PING.legs;
  const legs = (changes: object) => ({ scenarios: [{ ...PING, legs: [{ ...leg, ...changes }] }] });
  refused({ startedAtMs: 1e300 }, /\/startedAtMs is 1e\+300; expected <= 253402300799999; see schema/);
  refused({ finishedAtMs: 8.7e15 }, /\/finishedAtMs is 8700000000000000/);
  refused(
    { profiles: [{ ...MICRO, limits: { cpus: 1, memoryBytes: 0 } }] },
    /\/limits\/memoryBytes is 0; expected >= 1048576/,
  );
  refused({ repeat: 1e15 }, /\/repeat is 1000000000000000/);
  refused(legs({ seconds: 1e12 }), /\/legs\/0\/seconds is 1000000000000/);
  refused(legs({ level: 1e15 }), /\/legs\/0\/level is 1000000000000000/);
});
