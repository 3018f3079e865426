import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesIn, bytesText } from './bytes.ts';

test('sizes are read as they are written', () => {
  const sizes: [string, number][] = [
    ['1', 1],
    ['10 KB', 10_000],
    ['10kb', 10_000],
    ['1.5 MiB', 1_572_864],
    ['5 GB', 5e9],
    ['2T', 2e12],
  ];
  for (const [text, bytes] of sizes) assert.equal(bytesIn(text), bytes, text);
  for (const text of ['', '0', '-1', '1 EB', 'GB', '1e9', '99999999 TB', '0.2', '1 GB x'])
    assert.equal(bytesIn(text), undefined, text);
});

test('sizes are shown in the largest unit that they fill', () => {
  assert.deepEqual([0, 999, 1000, 10_240, 5e9, 1.234e12, 5e15].map(bytesText), [
    '0 bytes',
    '999 bytes',
    '1 KB',
    '10.2 KB',
    '5 GB',
    '1.23 TB',
    '5000 TB',
  ]);
});
