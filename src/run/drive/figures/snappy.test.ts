import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unpackSnappy } from './snappy.ts';

const unpacked = (...bytes: (number | string)[]) =>
  Buffer.from(
    unpackSnappy(Buffer.concat(bytes.map((each) => Buffer.from(typeof each === 'string' ? each : [each])))),
  ).toString();

test('literals and copies of each length are put together again', () => {
  assert.equal(unpacked(0), '');
  assert.equal(unpacked(3, 2 << 2, 'abc'), 'abc');
  // Of 4 bytes, 3 back: into what it is just writing.
  assert.equal(unpacked(7, 2 << 2, 'abc', 0b001, 3), 'abcabca');
  assert.equal(unpacked(6, 2 << 2, 'abc', (2 << 2) | 0b10, 3, 0), 'abcabc');
  assert.equal(unpacked(6, 2 << 2, 'abc', (2 << 2) | 0b11, 3, 0, 0, 0), 'abcabc');
  const long = 'x'.repeat(300);
  assert.equal(unpacked(0xac, 0x02, 61 << 2, 0x2b, 0x01, long), long);
});

test('bytes that are no block are refused, and so is one that would unpack to more than anybody sends', () => {
  for (const bytes of [
    [],
    [0x80],
    [5, 2 << 2, 'abc'],
    [3, 9 << 2, 'abc'],
    [7, 2 << 2, 'abc', 1, 4],
    [7, 2 << 2, 'abc', 1, 0],
    [1, 61 << 2],
  ])
    assert.throws(() => unpacked(...(bytes as (number | string)[])), Error, JSON.stringify(bytes));
  assert.throws(() => unpacked(0xff, 0xff, 0xff, 0xff, 0x0f), /too many/);
});
