import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { readText } from './text-file.ts';

const TEXT = '{ "about": "Größe" }';
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const utf16 = Buffer.from(TEXT, 'utf16le');

test('a mark of UTF-8 and the line ends of Windows are read past', async (t) => {
  const path = join(await tempFolder(t), 'mine.json');
  writeFileSync(path, `\ufeff${TEXT}\r\n`);
  assert.equal(readText(path), `${TEXT}\r\n`);
  writeFileSync(path, TEXT);
  assert.equal(readText(path), TEXT);
});

test('what is no UTF-8 is named', async (t) => {
  const path = join(await tempFolder(t), 'mine.json');
  const cases: [Uint8Array, string][] = [
    [Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'it is UTF-16 (little endian); save it as UTF-8'],
    [
      Buffer.concat([Buffer.from([0xfe, 0xff]), swapped(utf16)]),
      'it is UTF-16 (big endian); save it as UTF-8',
    ],
    [utf16, 'it is UTF-16 (little endian); save it as UTF-8'],
    [swapped(utf16), 'it is UTF-16 (big endian); save it as UTF-8'],
    [Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), 'it is UTF-32 (little endian); save it as UTF-8'],
    [Buffer.from(TEXT, 'latin1'), 'it is not UTF-8, perhaps Latin-1 or Windows-1252; save it as UTF-8'],
    [Buffer.from('\u0000\u0000{}\u0000'), 'it is binary; expected a text file'],
    [Buffer.from([0x1f, 0x8b, 8, 0]), 'it is compressed with gzip; expected a text file'],
  ];
  for (const [bytes, says] of cases) {
    writeFileSync(path, bytes);
    assert.throws(() => readText(path), { code: 'config', message: `${path}: ${says}` });
  }
});

test('what is no file, or does not end, is refused at once', async (t) => {
  const folder = await tempFolder(t);
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  mkdirSync(join(folder, 'folder'));
  symlinkSync('loop', join(folder, 'loop'));
  const server = createServer().listen(join(folder, 'socket'));
  t.after(() => server.close());
  const cases: [string, RegExp][] = [
    ['/dev/zero', /it is a device, not a regular file/],
    [join(folder, 'pipe'), /it is a pipe, not a regular file/],
    [join(folder, 'socket'), /it is a socket, not a regular file/],
    [join(folder, 'folder'), /it is a folder, not a regular file/],
    [join(folder, 'loop'), /it is a link that leads to itself/],
    [join(folder, 'none'), /there is no such file/],
    [join(folder, 'x'.repeat(300)), /the name is too long/],
  ];
  for (const [path, message] of cases) assert.throws(() => readText(path), { code: 'config', message });
});

test('no more than the limit is read', async (t) => {
  const path = join(await tempFolder(t), 'long.json');
  writeFileSync(path, ' '.repeat(1024 * 1024));
  assert.equal(readText(path, 1024 * 1024).length, 1024 * 1024);
  writeFileSync(path, ' '.repeat(1024 * 1024 + 1));
  assert.throws(() => readText(path, 1024 * 1024), /it is longer than 1 MiB/);
});
