import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unescapedHtml } from './unescaped-html.ts';

test('references are what they stand for, once', () => {
  assert.equal(unescapedHtml('&#47;a&#x2F;b?c=1&amp;d=&quot;2&quot;'), '/a/b?c=1&d="2"');
  assert.equal(unescapedHtml('&amp;#47;'), '&#47;');
});

test('what is no reference stays as it is', () => {
  for (const text of ['a & b', '&copy', '&#0;', '&#x110000;', '&none;', '&#;', 'x=1&lt=2'])
    assert.equal(unescapedHtml(text), text);
});
