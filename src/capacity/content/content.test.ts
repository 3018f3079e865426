import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, gzipSync } from 'node:zlib';
import { checkOf } from './check.ts';
import { CHUNK_BYTES, type Content, contentMaker } from './content.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

function whole(content: Content): Buffer {
  return Buffer.concat(Array.from(content.chunks(), (chunk) => Buffer.from(chunk)));
}

test('a file is the same each time, and any part of it can be made alone', () => {
  const content = contentMaker(1, 0)('a', 3 * CHUNK_BYTES + 12_345);
  const bytes = whole(content);
  assert.equal(bytes.length, content.bytes);
  assert.ok(whole(contentMaker(1, 0)('a', content.bytes)).equals(bytes));
  for (const [offset, length] of [
    [0, 1],
    [4095, 3],
    [65_530, 70_000],
    [content.bytes - 10, 10],
  ] as const) {
    const part = Buffer.alloc(length);
    content.fill(part, offset);
    assert.ok(part.equals(bytes.subarray(offset, offset + length)), `at ${offset}`);
  }
});

test('files of other names and seeds differ in every page, and so do pages of one file, also after the pool is used up', () => {
  const bytes = 18 * MIB;
  const pages = new Set<string>();
  let all = 0;
  for (const content of [
    contentMaker(1, 0)('a', bytes),
    contentMaker(1, 0)('b', MIB),
    contentMaker(2, 0)('a', MIB),
  ])
    for (const chunk of content.chunks())
      for (let at = 0; at < chunk.length; at += 4 * KIB, all++)
        pages.add(chunk.toString('latin1', at, at + 4 * KIB));
  assert.equal(pages.size, all);
});

test('a compressor takes away the share that was asked for', () => {
  for (const share of [0, 0.5, 0.9]) {
    const bytes = whole(contentMaker(7, share)('a', 4 * MIB));
    const left = gzipSync(bytes, { level: constants.Z_BEST_SPEED }).length / bytes.length;
    assert.ok(Math.abs(left - (1 - share)) < 0.03, `${share}: ${left} is left`);
  }
});

test('what differs is found where it does', () => {
  const content = contentMaker(1, 0.3)('a', 200_000);
  const bytes = whole(content);
  const check = checkOf(content);
  assert.equal(check.push(bytes.subarray(0, 100_000)), true);
  assert.equal(check.push(bytes.subarray(100_000)), true);
  assert.equal(check.at, 200_000);
  assert.equal(check.push(Buffer.from('x')), false, 'more than there is');
  assert.equal(checkOf(content, 4000).push(bytes.subarray(4000, 9000)), true);
  for (const at of [0, 99_999, 199_999]) {
    const wrong = Buffer.from(bytes);
    wrong[at] = (wrong[at] ?? 0) ^ 1;
    assert.equal(checkOf(content).push(wrong), false, `byte ${at}`);
  }
});
