import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { StoredNote } from '../contract/contract.ts';
import { FILES } from '../store/store.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { leftIn } from './stored-notes.ts';

const SEED = 0xabc;

async function folderWith(t: TestContext, lines: (StoredNote | string)[]): Promise<string> {
  const folder = await tempFolder(t);
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify({ stored: line })));
  writeFileSync(join(folder, FILES.stored), text.join('\n'));
  return folder;
}

async function namesLeft(t: TestContext, lines: (StoredNote | string)[]): Promise<string[]> {
  return leftIn([await folderWith(t, lines)], SEED).files.map(({ name }) => name);
}

test('of names by the turn the last block of each user is in doubt, and what was noted by itself', async (t) => {
  const names = await namesLeft(t, [
    { vu: 3, below: 32 },
    { file: 'bb-abc-3-5.bin' },
    { vu: 3, below: 64 },
    { vu: 4, below: 2 },
  ]);
  assert.equal(names.length, 1 + 32 + 2);
  for (const name of ['bb-abc-3-5.bin', 'bb-abc-3-32.bin', 'bb-abc-3-63.bin', 'bb-abc-4-0.bin'])
    assert.ok(names.includes(name), name);
  assert.ok(!names.includes('bb-abc-3-31.bin'));
});

test('a turn of several files has a name for each', async (t) => {
  assert.deepEqual(await namesLeft(t, [{ vu: 1, below: 1, parts: 2 }]), [
    'bb-abc-1-0-0.bin',
    'bb-abc-1-0-1.bin',
  ]);
});

test('where ids are noted, a file is left until it was removed, and only the next of each user may be under way', async (t) => {
  const folder = await folderWith(t, [
    { vu: 1, below: 32 },
    { file: 'bb-abc-1-0.bin', id: 'a' },
    { file: 'bb-abc-1-1.bin', id: 'b', removed: ['bb-abc-1-0.bin'] },
    { vu: 2, below: 32 },
  ]);
  assert.deepEqual(leftIn([folder], SEED).files, [
    { name: 'bb-abc-1-1.bin', vu: 1, id: 'b' },
    { name: 'bb-abc-1-2.bin', vu: 1 },
    { name: 'bb-abc-2-0.bin', vu: 2 },
  ]);
});

test('what is noted as gone is not left: files, datasets and users', async (t) => {
  const folder = await folderWith(t, [
    ...[{ file: 'bb-abc-seed-0.bin' }, { dataset: 'bb-abc-d0' }, { dataset: 'bb-abc-d1' }],
    ...[{ user: 0 }, { user: 7 }],
    ...[{ gone: 'bb-abc-seed-0.bin' }, { gone: 'bb-abc-d0' }, { gone: 'u0' }],
  ]);
  assert.deepEqual(leftIn([folder], SEED), {
    files: [],
    datasets: [{ name: 'bb-abc-d1', id: 'bb-abc-d1' }],
    users: [7],
    prefixes: [],
  });
});

test("notes are not trusted: other runs' names, ids that lead elsewhere, and lines that are none, are passed over", async (t) => {
  assert.deepEqual(
    await namesLeft(t, [
      ...[
        { file: 'bb-abd-1-0.bin' },
        { file: 'report.pdf' },
        { file: 'bb-abc-../x' },
        { file: 'bb-abc-a?b' },
      ],
      ...[{ file: 'bb-abc-1-0.bin', id: '..' }, { dataset: 'mine' }],
      '{"stored":{"file":7}}',
      '{"stored":{"vu":1,"below":1e300}}',
      '{"stored":{"vu":1,"bel',
    ]),
    [],
  );
});
