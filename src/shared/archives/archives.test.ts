import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { joinedCrc, operatorOf } from '../crc-join.ts';
import { crc32 } from '../image-parts.ts';
import type { Archive } from './entry.ts';
import { readParts } from './parts.ts';
import { readTar, tarOf } from './tar.ts';
import { readZip, zipOf } from './zip.ts';

const FILES = [1, 700, 1024].map((size, index) => {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 7 + index) & 255);
  return { name: `bb-1-${index}.bin`, bytes, crc: crc32(bytes) };
});
const NAMES = FILES.map(({ name }) => name);

const hasPython = spawnSync('python3', ['-c', '']).status === 0 || process.env.CI !== undefined;
const NEEDS_PYTHON = { skip: hasPython ? false : 'no python3, whose archives are read' };

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

function assertHolds({ entries, isWhole }: Archive, folder = '') {
  assert.equal(isWhole, true);
  assert.deepEqual(
    entries.map(({ name }) => name),
    NAMES.map((name) => folder + name),
  );
  for (const [index, { bytes, size }] of entries.entries()) {
    assert.equal(size, FILES[index]?.bytes.length);
    if (bytes !== undefined) assert.deepEqual(new Uint8Array(bytes), FILES[index]?.bytes);
  }
}

test('what we write is read again, and by others', NEEDS_PYTHON, (t) => {
  assertHolds(readTar(bufferOf(tarOf(FILES))));
  assertHolds(readZip(bufferOf(zipOf(FILES))));
  const listed = python(
    t,
    `import tarfile, zipfile
print(tarfile.open('a.tar').getnames() == ${JSON.stringify(NAMES)}, zipfile.ZipFile('a.zip').testzip(), zipfile.ZipFile('a.zip').namelist() == ${JSON.stringify(NAMES)})`,
  );
  assert.equal(listed.said, 'True None True\n');
});

test('archives of others are read: folders, long names, packed and unpacked', NEEDS_PYTHON, (t) => {
  const long = `${'folder/'.repeat(30)}`;
  const { file } = python(
    t,
    `import tarfile, zipfile, io
def all(add):
  import os
  z = zipfile.ZipFile('a.zip')
  for name in z.namelist(): add(name, z.read(name))
with tarfile.open('pax.tar', 'w', format=tarfile.PAX_FORMAT) as pax, tarfile.open('gnu.tar', 'w', format=tarfile.GNU_FORMAT) as gnu:
  folder = tarfile.TarInfo('folder'); folder.type = tarfile.DIRTYPE
  pax.addfile(folder); gnu.addfile(folder)
  def add(name, data):
    for archive in (pax, gnu):
      info = tarfile.TarInfo('${long}' + name); info.size = len(data)
      archive.addfile(info, io.BytesIO(data))
  all(add)
for method, target in ((zipfile.ZIP_DEFLATED, 'deflated.zip'), (zipfile.ZIP_STORED, 'stored.zip')):
  with zipfile.ZipFile(target, 'w', method) as z:
    z.comment = b'made by python'
    z.writestr('x/', b'')
    all(lambda name, data: z.writestr('x/' + name, data))`,
  );
  assertHolds(readTar(file('pax.tar')), long);
  assertHolds(readTar(file('gnu.tar')), long);
  assertHolds(readZip(file('stored.zip')), 'x/');
  const packed = readZip(file('deflated.zip'));
  assertHolds(packed, 'x/');
  assert.deepEqual(
    packed.entries.map(({ crc, bytes }) => [crc, bytes]),
    FILES.map(({ crc }) => [crc, undefined]),
  );
});

test('an archive that was broken off is not whole, and what is none has nothing', () => {
  for (const [read, bytes] of [
    [readTar, tarOf(FILES)],
    [readZip, zipOf(FILES)],
  ] as const) {
    assert.equal(read(bufferOf(bytes.subarray(0, 1500))).isWhole, false);
    assert.deepEqual(
      read(bufferOf(Uint8Array.from(Buffer.from('<html>sorry</html>'.repeat(90))))).entries,
      [],
    );
    assert.deepEqual(read(new ArrayBuffer(0)).entries, []);
  }
});

test('parts of an answer are files of one size', () => {
  const parts = ['a', 'b'].map(
    (name) => `--xx\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${name.repeat(3)}\r\n`,
  );
  const read = (text: string) => readParts(bufferOf(Buffer.from(text)), 'multipart/mixed; boundary="xx"', 3);
  const whole = read(`${parts.join('')}--xx--\r\n`);
  assert.deepEqual([whole.isWhole, whole.entries.map(({ name }) => name)], [true, ['a', 'b']]);
  assert.equal(read(parts.join('')).isWhole, false);
  assert.deepEqual(read('sorry').entries, []);
  assert.deepEqual(readParts(new ArrayBuffer(9), 'text/html', 3).entries, []);
});

test('the CRC of two texts is that of both', () => {
  for (const size of [0, 1, 64, 700, 1_000_003]) {
    const bytes = Uint8Array.from({ length: 100 + size }, (_, at) => (at * 31) & 255);
    const [before, behind] = [bytes.subarray(0, 100), bytes.subarray(100)];
    assert.equal(joinedCrc(crc32(before), crc32(behind), operatorOf(size)), crc32(bytes), String(size));
  }
});

/** Python's own archives, in a folder where ours lie as `a.tar` and `a.zip`. */
function python(t: TestContext, code: string) {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-archives-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.tar'), tarOf(FILES));
  writeFileSync(join(folder, 'a.zip'), zipOf(FILES));
  const said = execFileSync('python3', ['-c', code], { cwd: folder, encoding: 'utf8' });
  return { said, file: (name: string) => bufferOf(readFileSync(join(folder, name))) };
}
