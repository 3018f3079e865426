import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Login, loginRequest, tokenIn } from './login-request.ts';

const step: Login = {
  login: {
    path: '/sessions',
    json: { user: 'u{vu}', password: 'p' },
    headers: { 'X-Of': 'us' },
    token: { json: 'access.token' },
  },
};

test('a login sends what its step says, as the user who asks', () => {
  const { method, path, body, params } = loginRequest(step, 7, 10_000);
  assert.deepEqual([method, path, body], ['POST', '/sessions', '{"user":"u7","password":"p"}']);
  assert.deepEqual(params.headers, { 'Content-Type': 'application/json', 'X-Of': 'us' });
});

test('the token is taken from an answer that gave one, and from no other', () => {
  const answer = { headers: {}, body: '{"access":{"token":"t1"}}' };
  assert.equal(tokenIn(step, { ...answer, status: 201 }), 't1');
  assert.equal(tokenIn(step, { ...answer, status: 401 }), undefined);
  assert.equal(tokenIn(step, { ...answer, body: '{}', status: 200 }), undefined);
});
