import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from './utf8.ts';

test('text becomes its UTF-8 bytes', () => {
  for (const text of ['', 'plain %41', 'grüße', '日本', '😀'])
    assert.deepEqual(Buffer.from(utf8(text), 'latin1'), Buffer.from(text, 'utf8'));
});
