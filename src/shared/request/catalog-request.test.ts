import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestOf } from './catalog-request.ts';

const USUAL = { method: 'PUT', expect: [200] } as const;
const usual = () => ({ method: USUAL.method, expect: [...USUAL.expect] });

test('placeholders are filled in the path, the headers and the body', () => {
  const route = {
    path: '/db/{name}?rev={version}',
    headers: { 'If-Match': '{version}' },
    json: { _rev: '{version}', content: ['{value}', 'in {name}'] },
    expect: [201],
  };
  assert.deepEqual(requestOf(route, usual(), { name: 'bb-1-d0', version: 'W/"5"', value: '3-7' }), {
    method: 'PUT',
    path: '/db/bb-1-d0?rev=W%2F%225%22',
    expect: [201],
    headers: { 'Content-Type': 'application/json', 'If-Match': 'W/"5"' },
    body: '{"_rev":"W/\\"5\\"","content":["3-7","in bb-1-d0"]}',
  });
});

test('a version that was a number stays one where it stands alone in JSON', () => {
  const route = { path: '/c/{name}', json: { alone: '{version}', within: 'v{version}' } };
  const { body } = requestOf(route, usual(), { name: 'a', version: 7 });
  assert.equal(body, '{"alone":7,"within":"v7"}');
});

test('a body of text is sent as it stands, of the media type that the target file names', () => {
  const route = { path: '/c/{name}', text: '{value}', headers: { 'content-type': 'text/csv' } };
  const { body, headers } = requestOf(route, usual(), { name: 'a', value: '1-1' });
  assert.deepEqual({ body, headers }, { body: '1-1', headers: { 'content-type': 'text/csv' } });
  assert.equal(requestOf({ path: '/c' }, usual(), {}).body, undefined);
});
