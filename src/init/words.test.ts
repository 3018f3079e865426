import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authHint } from './auth-hint.ts';
import { authWords } from './auth-words.ts';
import { answerWith, documentOf, documentWith } from './fixtures.ts';
import { routeWords, uploadWords } from './routes/route-words.ts';

test('an upload is typed as method, path and form', () => {
  const words = (text: string) => {
    const { style, method, path, field } = uploadWords(text);
    return [style, method, path, field];
  };
  assert.deepEqual(words('PUT /files/{name}'), ['raw', 'PUT', '/files/{name}', undefined]);
  assert.deepEqual(words('/files/{name}'), ['raw', 'PUT', '/files/{name}', undefined]);
  assert.deepEqual(words('post /docs multipart:document'), ['multipart', 'POST', '/docs', 'document']);
  assert.deepEqual(words('POST /docs'), ['multipart', 'POST', '/docs', 'file']);
  assert.deepEqual(words('POST /docs raw'), ['raw', 'POST', '/docs', undefined]);
});

test('a route that is none is answered with one that is', () => {
  for (const text of ['files', 'GET', 'GET /a /b', '/files/{nmae}', ''])
    assert.throws(() => routeWords('list', text, '/files'), {
      code: 'usage',
      message: /expected a method and a path such as "\/files"/,
    });
  assert.deepEqual(routeWords('remove', 'DELETE /files/{id}', ''), { method: 'DELETE', path: '/files/{id}' });
});

test('who asks is typed with names of environment variables, which the file has in braces', () => {
  assert.deepEqual(authWords('bearer:API_TOKEN'), { kind: 'fixed', auth: { bearer: `\${API_TOKEN}` } });
  assert.deepEqual(authWords('basic:me:PW'), {
    kind: 'fixed',
    auth: { basic: { user: 'me', password: `\${PW}` } },
  });
  assert.deepEqual(authWords('header:X-Api-Key:KEY'), {
    kind: 'fixed',
    auth: { header: 'X-Api-Key', value: `\${KEY}` },
  });
  const login = { kind: 'login', path: '/token', user: 'me', password: 'PW' };
  assert.deepEqual(authWords('login:/token:me:PW'), login);
  assert.deepEqual(authWords('login:/token:me:PW:form'), { ...login, body: 'form' });
});

test('a secret in their place is refused, and not repeated', () => {
  for (const text of [
    'bearer:s3cret-token',
    'basic:me:s3cret!',
    'bearer',
    'token:s3cret',
    'login:/t:me:s3cret-pw',
    'login:/t:me:PW:xml',
  ])
    assert.throws(
      () => authWords(text),
      (error: Error) => {
        assert.match(error.message, /names of environment variables, not secrets/);
        assert.doesNotMatch(error.message, /s3cret/);
        return true;
      },
    );
});

test('the document of a service says which --auth it wants', () => {
  const denied = answerWith('', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
  const base = 'http://127.0.0.1:8080';
  assert.equal(authHint(documentOf('fastapi'), denied, base), '--auth login:/token:USER:PASSWORD_ENV:form');
  assert.match(
    authHint(documentOf('drf-spectacular'), denied, base),
    /^--auth login:\/api-token-auth\/:USER:PASSWORD_ENV/,
  );
  assert.match(authHint(undefined, denied, base), /^--auth bearer:API_TOKEN or --auth login/);
  const key = documentWith({
    components: { securitySchemes: { k: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  });
  assert.equal(authHint(key, denied, base), '--auth header:X-Key:API_KEY');
  assert.match(authHint(undefined, answerWith(''), base), /one of bearer:API_TOKEN, basic:/);
});
