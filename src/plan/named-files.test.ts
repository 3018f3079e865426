import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { foldersOf } from '../own-folder.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { namedFiles } from './named-files.ts';
import { targetWords, usualTarget } from './targets/own-target.ts';

test('own boxes stand beside those that burstbox brings, and none of them under the same name', async (t) => {
  const own = await tempFolder(t);
  writeFileSync(join(own, 'nano.json'), '{}');
  const folders = [...foldersOf('profiles'), own];
  const files = namedFiles('profiles', folders);
  assert.equal(files.get('nano'), join(own, 'nano.json'));
  assert.ok(files.has('t3-micro'));
  const second = join(own, 't3-micro.json');
  writeFileSync(second, '{}');
  assert.throws(() => namedFiles('profiles', folders), {
    code: 'config',
    message: `the name of ${relative('', second)} is not allowed: burstbox brings a box of that name; rename the file`,
  });
});

test('where no target is named, the only one of the repository is meant; of several one must be named', async (t) => {
  const own = await tempFolder(t);
  assert.equal(usualTarget(undefined), 'reference');
  assert.equal(usualTarget(own), 'reference');
  const file = (name: string) => join(own, 'targets', `${name}.json`);
  mkdirSync(join(own, 'targets'));
  writeFileSync(file('shop'), '{}');
  assert.equal(usualTarget(own), 'shop');
  assert.deepEqual(targetWords(file('shop'), own), []);
  assert.deepEqual(targetWords('/other/shop.json', own), ['--target', relative('', '/other/shop.json')]);
  writeFileSync(file('admin'), '{}');
  assert.deepEqual(targetWords(file('shop'), own), ['--target', 'shop']);
  assert.throws(() => usualTarget(own), {
    code: 'usage',
    message: `${relative('', join(own, 'targets'))} has 2 targets; say which with --target: admin, shop`,
  });
});
