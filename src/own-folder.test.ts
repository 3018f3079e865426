import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { foldersOf, ownFolder, ownFolderFrom, shownIn, usualResults } from './own-folder.ts';
import { PROGRAM, PROJECT_ROOT } from './root.ts';
import { tempFolder } from './testing/temp-folder.ts';

test('it is looked for upwards, and the nearest is taken', async (t) => {
  const root = await tempFolder(t);
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, 'burstbox', 'targets'), { recursive: true });
  mkdirSync(join(root, 'services', 'shop', 'src'), { recursive: true });
  const deep = join(root, 'services', 'shop', 'src');
  assert.equal(ownFolderFrom(root), join(root, 'burstbox'));
  assert.equal(ownFolderFrom(deep), join(root, 'burstbox'));
  mkdirSync(join(root, 'services', 'shop', 'burstbox', 'results'), { recursive: true });
  assert.equal(ownFolderFrom(deep), join(root, 'services', 'shop', 'burstbox'));
});

test('what lies above the repository is not taken', async (t) => {
  const root = await tempFolder(t);
  mkdirSync(join(root, 'burstbox', 'targets'), { recursive: true });
  mkdirSync(join(root, 'shop', 'src'), { recursive: true });
  assert.equal(ownFolderFrom(join(root, 'shop', 'src')), join(root, 'burstbox'));
  writeFileSync(join(root, 'shop', '.git'), 'gitdir: elsewhere'); // a worktree
  assert.equal(ownFolderFrom(join(root, 'shop', 'src')), undefined);
});

test('a folder of that name that is something else is not taken', async (t) => {
  const root = await tempFolder(t);
  const folder = join(root, 'burstbox');
  mkdirSync(join(root, '.git'));
  writeFileSync(folder, 'a program');
  assert.equal(ownFolderFrom(root), undefined);
});

test('neither a module of that name nor a checkout of burstbox is taken', async (t) => {
  const root = await tempFolder(t);
  const folder = join(root, 'burstbox');
  mkdirSync(join(root, '.git'));
  mkdirSync(join(folder, 'internal'), { recursive: true });
  assert.equal(ownFolderFrom(root), undefined);
  mkdirSync(join(folder, 'scripts'));
  assert.equal(ownFolderFrom(root), folder);
  writeFileSync(join(folder, 'build.mjs'), '');
  assert.equal(ownFolderFrom(root), undefined);
});

test('a checkout has its own folders, and no other', () => {
  assert.equal(ownFolder(), undefined);
  assert.equal(usualResults(), 'results');
  assert.equal(PROGRAM, 'node run.mjs');
  assert.deepEqual(foldersOf('profiles'), [join(PROJECT_ROOT, 'profiles')]);
  assert.equal(shownIn(join(PROJECT_ROOT, 'profiles'), 'a.json'), join('profiles', 'a.json'));
});
