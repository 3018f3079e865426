import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charsOf, putChars } from './char-bytes.ts';

test('each character is a byte, those beyond ASCII too', () => {
  for (const text of ['', 'name-1.bin', 'caf\u00e9 \u0000\u007f\u0080\u00ff']) {
    const bytes = new Uint8Array(text.length + 4).fill(1);
    putChars(bytes, 2, text);
    assert.deepEqual([...bytes], [1, 1, ...Buffer.from(text, 'latin1'), 1, 1]);
    assert.equal(charsOf(bytes.subarray(2, 2 + text.length)), text);
  }
});

test('what has no room there is not written', () => {
  assert.throws(() => putChars(new Uint8Array(3), 1, 'abc'), RangeError);
});
