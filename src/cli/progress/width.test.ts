import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutToWidth, widthOf } from './width.ts';

test('CJK and emoji take two cells, combined letters one', () => {
  assert.equal(widthOf('load'), 4);
  assert.equal(widthOf('負荷'), 4);
  assert.equal(widthOf('🚀'), 2);
  assert.equal(widthOf('e\u0301'), 1);
  assert.equal(widthOf('█░ 40 %'), 7);
});

test('a text that fits is left alone, a longer one ends in an ellipsis', () => {
  assert.equal(cutToWidth('ladder', 6), 'ladder');
  assert.equal(cutToWidth('ladder', 5), 'ladd…');
  assert.equal(cutToWidth('負荷試験', 6), '負荷…');
  assert.equal(cutToWidth('負荷試験', 0), '');
});
