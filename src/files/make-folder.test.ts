import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { makeFolder } from './make-folder.ts';

test('a folder is made with those above it, and again without harm', async (t) => {
  const folder = join(await tempFolder(t), 'a', 'b');
  makeFolder(folder, 0o700);
  makeFolder(folder, 0o700);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('where none can be made it says so and comes back', {
  skip: process.platform !== 'linux' && '/proc is Linux’s',
}, () => {
  assert.throws(() => makeFolder('/proc/burstbox/none'), /ENOENT/);
});
