import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { noise, stampIn } from '../../shared/content.ts';
import { shapeOf, stampShape } from '../../shared/content-shape.ts';
import { type Content, formBodies } from './form-body.ts';

const SEED = 7;
const fill = (size: number) => noise(SEED, size, (text) => createHash('sha512').update(text).digest());

/** Noise that begins with the stamp. */
const usual: Content = {
  blankFile: (size) => ({ bytes: fill(size), stampAt: 0 }),
  ownText: (name, size) => stampIn(size, SEED, name),
  stampFile: () => assert.fail('its stamp is text'),
};
const png: Content = {
  blankFile: (size) => shapeOf('png', size, fill),
  ownText: () => undefined,
  stampFile: (file, name) => stampShape(file, SEED, name),
};
/** A user's own file, which cannot be varied. */
const asItIs: Content = {
  blankFile: (size) => ({ bytes: fill(size), stampAt: 0 }),
  ownText: () => undefined,
  stampFile: () => {},
};

/** The field, name and bytes of each part, as a service reads them. */
async function partsOf(body: ArrayBuffer) {
  const type = 'multipart/form-data; boundary=burstbox-7MA4YWxkTrZu0gW';
  const form = await new Response(body.slice(0), { headers: { 'Content-Type': type } }).formData();
  return await Promise.all(
    [...form].map(async ([field, value]) =>
      typeof value === 'string'
        ? [field, value]
        : [field, value.name, value.type, Buffer.from(await value.arrayBuffer())],
    ),
  );
}

function fileOf(content: Content, name: string, size: number): Buffer {
  const bytes = Buffer.from(content.blankFile(size).bytes);
  const own = content.ownText(name, size);
  if (own === undefined) content.stampFile({ ...content.blankFile(size), bytes }, name, size);
  else bytes.write(own, 0, 'latin1');
  return bytes;
}

test('a body that is written over is read as one that was made anew', async () => {
  for (const [content, sizes] of [
    [usual, [1, 40, 64, 65, 4096]],
    [png, [1024, 4096]],
    [asItIs, [1, 100]],
  ] as const) {
    const bodyOf = formBodies(content);
    for (const names of [['a-1'], ['a-2'], ['a-10'], ['a-3-0', 'a-3-1'], ['a-4-0', 'a-4-1'], ['a-5']])
      for (const size of sizes)
        for (const field of ['file', 'files[]'])
          assert.deepEqual(
            await partsOf(bodyOf(field, names, size)),
            names.map((name) => [field, name, 'application/octet-stream', fileOf(content, name, size)]),
          );
  }
});

test('fields stand before the files, with the name of the first', async () => {
  const bodyOf = formBodies(usual);
  for (const name of ['a-1', 'a-2', 'a-33'])
    assert.deepEqual(
      await partsOf(bodyOf('f', [name], 70, { contentType: 'image/x', fields: { to: '/é/{name}' } })),
      [
        ['to', `/é/${name}`],
        ['f', name, 'image/x', fileOf(usual, name, 70)],
      ],
    );
});

test('a body of the same kind is written where the last one stands', () => {
  const bodyOf = formBodies(usual);
  const first = bodyOf('f', ['a-1'], 100);
  assert.equal(bodyOf('f', ['a-2'], 100), first);
  assert.notEqual(bodyOf('f', ['a-10'], 100), first);
});
