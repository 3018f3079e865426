import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createdIn, valuesOf } from './dataset.ts';
import { fill, fillJson } from './template.ts';

const answer = (body: string, headers = {}) => ({ body, headers });

test('the id is the last part of a Location, or a number of any length in JSON', () => {
  const created = { path: '/books', id: { header: 'Location' } };
  assert.deepEqual(createdIn(created, 'bb-1', answer('', { Location: 'http://h/books/17' })), {
    name: 'bb-1',
    id: '17',
  });
  const long = createdIn({ path: '/b', id: { json: 'id' } }, 'bb-1', answer('{"id": 7300000000000000001}'));
  assert.deepEqual(long, { name: 'bb-1', id: '7300000000000000001' });
  assert.deepEqual(createdIn({ path: '/b' }, 'bb-1', answer('')), { name: 'bb-1', id: 'bb-1' });
});

test('what is captured goes back as it came: texts as texts, numbers as numbers', () => {
  const create = { path: '/b', capture: { owner: { json: 'owner' }, shelf: { json: 'shelf' } } };
  const made = createdIn(create, 'bb-1', answer('{"owner": "5", "shelf": 7300000000000000001}'));
  assert.ok(!('fault' in made));
  // as k6 hands it from setup() to its VUs
  const values = valuesOf(JSON.parse(JSON.stringify(made)));
  assert.deepEqual(fillJson({ a: '{owner}', b: '{shelf}' }, values), { a: '5', b: 7300000000000000001n });
  assert.equal(fill('/b/{id}/{shelf}', values), '/b/bb-1/7300000000000000001');
});

test('what cannot be used is told with its place', () => {
  const create = { path: '/b', id: { json: 'id' } };
  assert.deepEqual(createdIn(create, 'x', answer('{"id": null}')), {
    fault: 'the id at id is null; expected a text or a whole number',
  });
  assert.match(
    JSON.stringify(createdIn(create, 'x', answer('{"id": ".."}'))),
    /cannot stand in a later request/,
  );
  const captures = { path: '/b', capture: { owner: { json: 'a.owner' } } };
  assert.deepEqual(createdIn(captures, 'x', answer('{}')), {
    fault: 'the value of owner at a.owner is not there',
  });
});
