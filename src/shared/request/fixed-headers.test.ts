import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TargetAuth } from '../../contract/contract.ts';
import { fixedHeaders } from './fixed-headers.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const headersOf = (auth: TargetAuth) => fixedHeaders(auth, { vu: '7' }, base64);

test('a token, a header and a password go as they are', () => {
  assert.deepEqual(headersOf({ bearer: 'abc' }), { Authorization: 'Bearer abc' });
  assert.deepEqual(headersOf({ header: 'X-Api-Key', value: 'abc' }), { 'X-Api-Key': 'abc' });
  // RFC 7617 §2 and §2.1
  assert.deepEqual(headersOf({ basic: { user: 'Aladdin', password: 'open sesame' } }), {
    Authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
  });
  assert.deepEqual(headersOf({ basic: { user: 'test', password: '123£' } }), {
    Authorization: 'Basic dGVzdDoxMjPCow==',
  });
});

test('a user has a name of its own where it stands for a number; a password is never filled', () => {
  assert.deepEqual(headersOf({ basic: { user: 'demo-{vu}', password: '{vu}' } }), {
    Authorization: `Basic ${base64('demo-7:{vu}')}`,
  });
});

test('a login says nothing before its token', () => {
  assert.equal(headersOf({ login: { path: '/login', token: { json: 'token' } } }), undefined);
});
