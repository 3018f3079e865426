import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { linesOf } from './lines.ts';

test('lines come whole, wherever the file is cut into pieces', async (t) => {
  const path = join(await tempFolder(t), 'lines');
  // Two bytes a letter, and an odd number of them before the first: a piece ends within a letter.
  const lines = ['x', 'é'.repeat(300_000), '', 'ü'.repeat(200_000), 'last, without an end'];
  writeFileSync(path, lines.join('\n'));
  assert.deepEqual([...linesOf(path)], lines);
});

test('an empty file and one that is missing have no lines', async (t) => {
  const path = join(await tempFolder(t), 'empty');
  writeFileSync(path, '');
  assert.deepEqual([...linesOf(path)], []);
  assert.deepEqual([...linesOf('/no/such/file')], []);
  assert.deepEqual([...linesOf('/')], [], 'a folder');
});

test('a line that does not end, and more lines than a run has, are refused', async (t) => {
  const path = join(await tempFolder(t), 'f');
  writeFileSync(path, 'x'.repeat(5 * 1024 * 1024));
  const refused = { code: 'config', message: /line 1 is longer than 4194304 characters/ };
  assert.throws(() => [...linesOf(path)], refused);
  writeFileSync(path, '\n'.repeat(1_000_001));
  assert.throws(() => [...linesOf(path)], { code: 'config', message: /more than 1000000 lines/ });
});
