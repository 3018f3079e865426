import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stampOf } from './content.ts';
import { shapeOf, stampShape } from './content-shape.ts';
import { chunkOf, crc32, joined, PNG_BEGIN, PNG_END } from './image-parts.ts';
import { sampleShape } from './sample-shape.ts';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));

/** Stamped for two names; undefined where it is sent as it is. */
function varied(sample: Uint8Array): [string, string] | undefined {
  const shape = sampleShape(sample);
  if (shape === undefined) return undefined;
  const as = (name: string) => {
    stampShape(shape, 7, name);
    return Buffer.from(shape.bytes).toString('latin1');
  };
  return [as('bb-7-1-1.x'), as('bb-7-1-2.x')];
}

test('JSON says the same with white space behind it, and each is another', () => {
  const [one, two] = varied(bytesOf(' {"a": ["é", 1]}\n')) ?? ['', ''];
  assert.notEqual(one, two);
  assert.deepEqual(JSON.parse(Buffer.from(two, 'latin1').toString()), { a: ['é', 1] });
  assert.equal(one.length, two.length);
});

test('a table gets one more row like its last, with a text of its own', () => {
  const [one] = varied(bytesOf('id;name;since\r\n1;Anna;2026-01-02\r\n2;Bertram;2026-01-03\r\n')) ?? [''];
  assert.equal(
    one,
    `id;name;since\r\n1;Anna;2026-01-02\r\n2;Bertram;2026-01-03\r\n\n2;${stampOf(7, 'bb-7-1-1.x')};2026-01-03\r\n`.replace(
      '\r\n\n2',
      '\r\n2',
    ),
  );
  const [open] = varied(bytesOf('name,n\nAnna,1')) ?? [''];
  assert.equal(open, `name,n\nAnna,1\n${stampOf(7, 'bb-7-1-1.x')},1\n`);
});

test('a PNG gets a chunk that is right by its CRC, and a PDF a comment behind its end', () => {
  const pixel = joined([PNG_BEGIN, PNG_END]);
  const [png] = varied(pixel) ?? [''];
  const chunk = Buffer.from(png.slice(33, png.length - (pixel.length - 33)), 'latin1');
  assert.equal(chunk.readUInt32BE(0), chunk.length - 12);
  assert.deepEqual(chunk.readUInt32BE(chunk.length - 4), crc32(chunk.subarray(4, -4)));
  assert.ok(chunk.toString('latin1').includes(`tEXtComment\0${stampOf(7, 'bb-7-1-1.x')}`));
  const pdf = shapeOf('pdf', 2000, (size) => new Uint8Array(size)).bytes;
  const [text] = varied(pdf) ?? [''];
  assert.ok(text.endsWith(`%%EOF\n\n%${stampOf(7, 'bb-7-1-1.x')}\n`));
});

test('what cannot be varied is sent as it is', () => {
  for (const sample of [
    'GIF89a\0\x01\0\x01',
    'a text',
    '1,2\n3,4\n',
    'name,since\n"A, B",2026-01-01\n',
    '{"cut": ',
  ])
    assert.equal(varied(bytesOf(sample)), undefined, sample);
  assert.equal(varied(chunkOf('IHDR', new Uint8Array(3))), undefined);
});
