import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import type { ContentForm } from '../contract/contract.ts';
import { noise, stampOf } from './content.ts';
import { endingOf, FORM_FACTS, mediaTypeOf } from './content-name.ts';
import { shapeOf, stampAtOf, stampShape } from './content-shape.ts';

const fill = (size: number) => noise(7, size, (text) => createHash('sha512').update(text).digest());
const FORMS = Object.keys(FORM_FACTS) as ContentForm[];
const SIZES = [1024, 1025, 1031, 65_600, 65_800, 100 * 1024];

function made(form: ContentForm, size: number, name = 'bb-7-1-0'): Buffer {
  const shape = shapeOf(form, size, fill);
  stampShape(shape, 7, name);
  return Buffer.from(shape.bytes);
}

test('a file of any form has the size that is asked for, and its stamp where it is looked for', () => {
  for (const form of FORMS)
    for (const size of SIZES) {
      const bytes = made(form, size);
      assert.equal(bytes.length, size, `${form} ${size}`);
      const at = stampAtOf(form);
      assert.equal(bytes.toString('latin1', at, at + 64), stampOf(7, 'bb-7-1-0'));
      assert.ok(!bytes.equals(made(form, size, 'bb-7-1-1')));
    }
  assert.throws(() => shapeOf('pdf', 100, fill), /a file of the form pdf has at least \d+ bytes, not 100/);
});

test('a PNG has chunks whose checksums are right, and one pixel', () => {
  for (const size of SIZES) {
    const bytes = made('png', size);
    const types: string[] = [];
    for (let at = 8; at < size; ) {
      const length = bytes.readUInt32BE(at);
      const typed = bytes.subarray(at + 4, at + 8 + length);
      types.push(typed.toString('latin1', 0, 4));
      assert.equal(bytes.readUInt32BE(at + 8 + length), crc32Of(typed));
      if (types.at(-1) === 'IDAT') assert.deepEqual([...inflateSync(typed.subarray(4))], [0, 0]);
      at += 12 + length;
    }
    assert.deepEqual(types, ['IHDR', 'tEXt', 'bbPd', 'IDAT', 'IEND']);
  }
});

test('a JPEG is a row of segments that ends in a scan', () => {
  for (const size of SIZES) {
    const bytes = made('jpeg', size);
    let at = 2;
    for (; bytes[at + 1] !== 0xda; at += 2 + bytes.readUInt16BE(at + 2)) assert.equal(bytes[at], 0xff);
    assert.deepEqual([...bytes.subarray(-2)], [0xff, 0xd9]);
    assert.equal(at, size - 13);
  }
});

test('a PDF has its objects where its table says', () => {
  for (const size of SIZES) {
    const text = made('pdf', size).toString('latin1');
    const table = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    assert.ok(text.startsWith('xref', table));
    const offsets = [...text.slice(table).matchAll(/^(\d{10}) 00000 n /gm)].map(([, at]) => Number(at));
    offsets.forEach((at, index) => {
      assert.ok(text.startsWith(`${index + 1} 0 obj`, at));
    });
    const length = Number(/Length (\d+)/.exec(text)?.[1]);
    assert.equal(text.indexOf('\nendstream') - text.indexOf('stream\n') - 7, length);
  }
});

test('JSON, CSV and text are read as what they are', () => {
  assert.deepEqual(Object.keys(JSON.parse(made('json', 1024).toString())), ['name', 'data']);
  const rows = made('csv', 1024).toString().trim().split('\n');
  assert.deepEqual(
    rows.map((row) => row.split(',').length),
    [2, 2],
  );
  assert.match(made('text', 1024).toString(), /^[\x20-\x7e\n]+$/);
});

test('names and media types are those of the form, unless the target file has others', () => {
  assert.deepEqual([endingOf(), mediaTypeOf()], ['.bin', 'application/octet-stream']);
  assert.deepEqual([endingOf({ content: 'jpeg' }), mediaTypeOf({ content: 'jpeg' })], ['.jpg', 'image/jpeg']);
  assert.deepEqual(
    [endingOf({ content: 'jpeg', extension: 'jpe' }), mediaTypeOf({ content: 'csv', contentType: 'text/x' })],
    ['.jpe', 'text/x'],
  );
});

function crc32Of(bytes: Buffer): number {
  return crc32(bytes);
}
