import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainJson, plainLines, plainText } from './plain-text.ts';

test('text stays on one line and cannot steer a terminal', () => {
  const cases: [string, string][] = [
    ['one\ntwo\r\nthree\tfour', 'one two three four'],
    ['\u001b[2Jred\u001b[31m', ' [2Jred [31m'],
    ['\u009b31m, \u0000, \u007f', ' 31m,  ,  '],
    ['a\u2028b\u2029c\u3164d\u{e0041}e', 'a b c d e'],
    ['\u202etxt.exe, \u200bnothing, \ufeffmark', ' txt.exe,  nothing,  mark'],
  ];
  for (const [text, plain] of cases) assert.equal(plainText(text), plain, JSON.stringify(text));
});

test('what people write stays as it is', () => {
  const text = 'p(95) of “größe” is 1.20 s – over the critical mark of 500 ms: 日本 ❌ <b>';
  assert.equal(plainText(text), text);
});

test('lines stay lines, and what is in them does not add any', () => {
  assert.equal(plainLines(['one', 'two\nthree', '']), 'one\ntwo three\n\n');
});

test('JSON is the same value, with what cannot be seen escaped', () => {
  const value = { name: 'a\u009b2J\u202e\u2028\u{e0041}', about: 'größe', list: ['\u001b[2J'] };
  const text = plainJson(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.doesNotMatch(text, /[^\n\P{Cc}]|\p{Cf}|\u2028/u);
  assert.match(text, /größe/);
});
