import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownPath } from './own-value.ts';

const NAME = 'bb-1-1.bin';

test('of several entries the one that carries the name is meant, whichever index is written down', () => {
  const answer = {
    files: [
      { id: 1, name: 'a' },
      { id: 2, file: { name: `u/${NAME}` } },
    ],
  };
  for (const path of ['files.id', 'files.0.id', 'files[1].id'])
    assert.equal(ownPath(answer, path, NAME), 'files.1.id');
  assert.equal(ownPath([{ id: 1 }, { id: 2, name: NAME }], '0.id', NAME), '1.id');
});

test('where none carries it, or more than one does, there is none', () => {
  assert.equal(ownPath({ files: [{ id: 1 }, { id: 2 }] }, 'files.0.id', NAME), undefined);
  assert.equal(
    ownPath(
      [
        { id: 1, name: NAME },
        { id: 2, name: NAME },
      ],
      'id',
      NAME,
    ),
    undefined,
  );
  assert.equal(ownPath([], '0.id', NAME), undefined);
});

test('one entry alone, and what is in no list, is found as it is written down', () => {
  assert.equal(
    ownPath({ document: { ids: [{ value: 7 }] } }, 'document.ids[0].value', NAME),
    'document.ids.0.value',
  );
  assert.equal(ownPath({ a: { id: 1 } }, 'a.id', NAME), 'a.id');
  assert.equal(ownPath({ a: { id: 1 } }, 'b.id', NAME), undefined);
});
