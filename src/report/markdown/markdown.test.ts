import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownText, table } from './markdown.ts';

test('markup in a text stays text', () => {
  const cases: [string, string][] = [
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['[click](http://x)', '\\[click\\](http://x)'],
    ['![i](x)', '!\\[i\\](x)'],
    ['**bold** _it_ ~~gone~~', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~gone\\~\\~'],
    ['`code`', '\\`code\\`'],
    ['a | b', 'a \\| b'],
    ['back\\slash\\|', 'back\\\\slash\\\\\\|'],
    ['&lt;b&gt; &amp;', '&amp;lt;b&amp;gt; &amp;amp;'],
  ];
  for (const [text, escaped] of cases) assert.equal(markdownText(text), escaped);
});

test('a text stays on its line, without terminal codes or signs that turn the writing round', () => {
  assert.equal(markdownText('a\r\n# b\n\n- c'), 'a # b - c');
  assert.equal(markdownText('\u001b[31mred\u0007'), ' \\[31mred ');
  assert.equal(markdownText('abc\u202Edef\u200Bghi'), 'abc def ghi');
});

test('ordinary words, numbers and other scripts stay as they are', () => {
  const text = 'p(95) of ping – 20 ms, 5 % (größer) 日本 ✅ #1 +1 "x" \'y\'';
  assert.equal(markdownText(text), text);
});

test('a table is aligned, and a row that is too short is filled', () => {
  assert.equal(
    table(['name', 'x'], [['a', '1'], ['longer', '22222'], ['b']]),
    `| name   | x     |
| ------ | ----- |
| a      | 1     |
| longer | 22222 |
| b      |       |`,
  );
});

test('a table without rows is its head', () => {
  assert.equal(table(['a'], []), '| a   |\n| --- |');
});
