import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, fillJson, placeholdersIn } from './template.ts';

test('placeholders are names in braces, and names of environment variables are none', () => {
  assert.deepEqual(placeholdersIn(`/a/{user}/{id}?k=\${KEY}&q={ x }&j={"a":1}&e={}`), ['user', 'id']);
});

test('a placeholder becomes its value wherever it stands, and what has none stays', () => {
  assert.equal(fill('{a}-{b}-{a}-{toString}', { a: 'x', b: 7 }), 'x-7-x-{toString}');
  assert.equal(fill(`\${a}`, { a: 'x' }), `\${a}`);
});

test('a value is taken as it is, and is not read again for placeholders', () => {
  assert.equal(fill('{a}', { a: '$&{b}', b: 'no' }), '$&{b}');
});

test('a value is encoded for the place where it stands', () => {
  assert.equal(fill('/notes/{id}', { id: '../a b' }, encodeURIComponent), '/notes/..%2Fa%20b');
});

test('a body keeps its form, and a number alone stays a number', () => {
  const body = { id: '{id}', text: 'note {id} of {user}', tags: ['{user}', 1, true, null] };
  assert.deepEqual(fillJson(body, { id: 7, user: 'u1' }), {
    id: 7,
    text: 'note 7 of u1',
    tags: ['u1', 1, true, null],
  });
  assert.deepEqual(
    fillJson({ id: '{id}' }, { id: '7' }),
    { id: '7' },
    'a text that looks like a number is a text',
  );
});
