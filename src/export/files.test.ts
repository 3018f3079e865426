import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { SEAL, writeExported } from './files.ts';

const FILE = { path: 'a/b.yaml', text: `# ${SEAL}\nkey: 1\n` };

test('what burstbox wrote is replaced, what somebody changed is not, unless that is asked for', async (t) => {
  const folder = await tempFolder(t);
  const [path = ''] = writeExported([FILE], folder, false);
  assert.equal(path, join(folder, 'a', 'b.yaml'));
  const first = readFileSync(path, 'utf8');
  assert.match(first, /^# burstbox-seal:[0-9a-f]{32}\nkey: 1\n$/);
  assert.ok(!first.includes(SEAL));
  writeFileSync(path, first.replaceAll('\n', '\r\n'));
  writeExported([{ ...FILE, text: FILE.text.replace('1', '2') }], folder, false);
  assert.match(readFileSync(path, 'utf8'), /key: 2/);
  writeFileSync(path, `${readFileSync(path, 'utf8')}more: 3\n`);
  assert.throws(() => writeExported([FILE], folder, false), /was changed since burstbox wrote it.*--force/);
  assert.match(readFileSync(path, 'utf8'), /more: 3/);
  writeExported([FILE], folder, true);
  assert.equal(readFileSync(path, 'utf8'), first);
});

test('a file of somebody else stays, and then none of the others is written', async (t) => {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'mine.yaml'), 'key: 1\n');
  const mine = { path: 'mine.yaml', text: FILE.text };
  assert.throws(() => writeExported([FILE, mine], folder, false), /mine.yaml.*was not written by burstbox/);
  assert.throws(() => readFileSync(join(folder, FILE.path)), /ENOENT/);
});
