import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { makeOwnFolder } from './make-own-folder.ts';

async function repository(t: Parameters<typeof tempFolder>[0], ignore?: string) {
  const root = await tempFolder(t);
  const file = join(root, '.gitignore');
  if (ignore !== undefined) writeFileSync(file, ignore);
  return {
    root,
    make: () => makeOwnFolder(join(root, 'burstbox')),
    ignored: () => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
  };
}

test('what is missing is made and said, and the second time nothing is', async (t) => {
  const { root, make, ignored } = await repository(t);
  assert.deepEqual(make(), [
    `made ${relative('', join(root, 'burstbox', 'targets'))}/`,
    `added the line /burstbox/results/ to ${relative('', join(root, '.gitignore'))}, so that results are not committed`,
  ]);
  assert.ok(existsSync(join(root, 'burstbox', 'targets')));
  assert.equal(ignored(), '/burstbox/results/\n');
  assert.deepEqual(make(), []);
  assert.equal(ignored(), '/burstbox/results/\n');
});

test('lines of others stay as they are, to the byte', async (t) => {
  for (const [before, after] of [
    ['bin', 'bin\n/burstbox/results/\n'],
    ['bin\n\n', 'bin\n\n/burstbox/results/\n'],
    ['# caf\u00e9\r\nbin\r\n', '# caf\u00e9\r\nbin\r\n/burstbox/results/\r\n'],
    ['bin\r\nobj', 'bin\r\nobj\r\n/burstbox/results/\r\n'],
  ] as const) {
    const { make, ignored } = await repository(t, before);
    make();
    assert.equal(ignored(), after);
  }
});

test('results that are ignored already need no line', async (t) => {
  for (const line of ['burstbox/results', '/burstbox/results/', 'results/', 'burstbox/']) {
    const { make, ignored } = await repository(t, `${line}\n`);
    assert.equal(make().length, 1, line);
    assert.equal(ignored(), `${line}\n`);
  }
});

test('git is asked, since it knows of lines elsewhere', async (t) => {
  const { root } = await repository(t, '**/burstbox/res*/\n');
  execFileSync('git', ['init', '-q', root]);
  const shop = join(root, 'services', 'shop');
  mkdirSync(shop, { recursive: true });
  assert.equal(makeOwnFolder(join(shop, 'burstbox')).length, 1);
  assert.equal(existsSync(join(shop, '.gitignore')), false);
  writeFileSync(join(root, '.gitignore'), '');
  assert.equal(makeOwnFolder(join(shop, 'burstbox')).length, 1);
  assert.equal(readFileSync(join(shop, '.gitignore'), 'utf8'), '/burstbox/results/\n');
});

test('a line that cannot be added is said, and the rest is made all the same', async (t) => {
  const { root, make } = await repository(t);
  mkdirSync(join(root, '.gitignore'));
  assert.match(
    make()[1] ?? '',
    /^could not add the line \/burstbox\/results\/ to .* \(EISDIR.*\); add it yourself$/,
  );
});
