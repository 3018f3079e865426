import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointOf, mergedHeaders } from './endpoint.ts';

const USUAL = { method: 'PUT', expect: [200, 201], headers: { 'Content-Type': 'text/plain' } } as const;
const usual = { ...USUAL, expect: [...USUAL.expect] };

test('a route that is a path alone is asked as usual', () => {
  assert.deepEqual(endpointOf('/files/{name}', usual), { path: '/files/{name}', ...usual });
});

test('what a route says replaces the usual, and the rest stays', () => {
  assert.deepEqual(endpointOf({ path: '/f', method: 'POST', expect: [202], headers: { A: 'b' } }, usual), {
    path: '/f',
    method: 'POST',
    expect: [202],
    headers: { 'Content-Type': 'text/plain', A: 'b' },
  });
});

test('a header is replaced whatever its case', () => {
  assert.deepEqual(mergedHeaders(usual.headers, { 'content-type': 'image/png' }), {
    'content-type': 'image/png',
  });
  assert.equal(mergedHeaders(undefined, undefined), undefined);
});
