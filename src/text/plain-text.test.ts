import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText } from './plain-text.ts';

test('text stays on one line and cannot steer a terminal', () => {
  const cases: [string, string][] = [
    ['one\ntwo\r\nthree\tfour', 'one two three four'],
    ['\u001b[2Jred\u001b[31m', ' [2Jred [31m'],
    ['\u009b31m, \u0000, \u007f', ' 31m,  ,  '],
    ['\u202etxt.exe, \u200bnothing, \ufeffmark', ' txt.exe,  nothing,  mark'],
  ];
  for (const [text, plain] of cases) assert.equal(plainText(text), plain, JSON.stringify(text));
});

test('what people write stays as it is', () => {
  const text = 'p(95) of “größe” is 1.20 s – over the critical 500 ms: 日本 ❌ <b>';
  assert.equal(plainText(text), text);
});
