import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownFiles } from './shown-files.ts';

const namesIn = (text: string) => shownFiles(text).map(({ name }) => name);

test('what a list shows is read by its fields, as texts, or by links that stay in its folder', () => {
  const json = '{"items": [{"key": "a", "uid": 7}, {"key": "b", "uid": 8}]}';
  assert.deepEqual(shownFiles(json, { entries: 'items', name: 'key', id: 'uid' }), [
    { name: 'a', id: '7' },
    { name: 'b', id: '8' },
  ]);
  assert.deepEqual(namesIn('["a.txt", "b", 7]'), ['a.txt', 'b']);
  const page = `<a href="../">up</a><a href="a%20b.txt">a</a><a href="./c.txt">c</a><a href="sub/">s</a>
<a href="https://elsewhere.test/x">x</a><a href="/etc/x">x</a><a href="?sort=1">sort</a><a href="c.txt">c</a><a href="%E0%A4%A">?</a>`;
  assert.deepEqual(namesIn(page), ['a b.txt', 'c.txt']);
  assert.deepEqual([namesIn('{}'), namesIn('')], [[], []]);
});
