import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedName, jsonNames } from './names.ts';

test('a name can be typed, shown, and be a folder', () => {
  for (const name of ['t3-micro', 'x', '2xl', 'journey/normal', 'a.b_c'])
    assert.equal(checkedName(name, 'f'), name);
  const bad = [
    '',
    'Big',
    'a b',
    '..',
    'a/..',
    '../x',
    '/x',
    'a/b/c',
    '.hidden',
    '-x',
    'é',
    'x\u001b[2J',
    '\u202ex',
    'x\n',
  ];
  for (const name of [...bad, 'x'.repeat(65)])
    assert.throws(
      () => checkedName(name, 'f'),
      { code: 'config', message: /expected up to 64 lower-case letters/ },
      name,
    );
});

test('a name that means something else is refused', () => {
  for (const name of ['all', 'latest', 'as-is', 'list', 'init', 'constructor', '__proto__'])
    assert.throws(() => checkedName(name, 'profiles/f.json'), {
      code: 'config',
      message: `the name of profiles/f.json is not allowed: "${name}" is reserved; rename the file`,
    });
});

test('hidden files and those of other kinds are no names', () => {
  assert.deepEqual(jsonNames(['a.json', '.#a.json', '.json', 'b.md'], 'profiles'), ['a']);
});
