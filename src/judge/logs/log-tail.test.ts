import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../../testing/temp-folder.ts';
import { readLogTail } from './log-tail.ts';

test('a short log is read whole, a long one from the begin of a line on', async (t) => {
  const path = join(await tempFolder(t), 'target.log');
  writeFileSync(path, 'one\ntwo\n');
  assert.equal(readLogTail(path), 'one\ntwo\n');
  writeFileSync(path, `${'x'.repeat(100)}\n`.repeat(4000));
  const tail = readLogTail(path);
  assert.ok(tail.length <= 256 * 1024 && tail.length > 250 * 1024);
  assert.ok(tail.split('\n').every((line) => line === '' || line === 'x'.repeat(100)));
});

test('what is no text is no reason to fail, and neither is what is no file', async (t) => {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'bytes'), Buffer.from([0xff, 0x00, 0x41]));
  assert.equal(readLogTail(join(folder, 'bytes')), '\u{fffd}\0A');
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'empty'), '');
  for (const name of ['folder', 'empty', 'none']) assert.equal(readLogTail(join(folder, name)), '');
});
