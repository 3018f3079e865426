import assert from 'node:assert/strict';
import { test } from 'node:test';
import { likelySecretsIn, plainSecretIn } from './secrets-in-paths.ts';

test('a parameter that is a secret is told by its name, unless its value is put in later', () => {
  const plain = ['/f?token=abc', '/f?a=1&api_key=x', 'https://h/m?access_token=1#x', '/f?clientSecret=y'];
  assert.deepEqual(plain.map(plainSecretIn), ['token', 'api_key', 'access_token', 'clientSecret']);
  const fine = [`/f?token=\${KEY}`, '/f?token={token}', '/f?token=', '/f?page=token', '/token', 'a?token=b'];
  assert.deepEqual(
    fine.map(plainSecretIn),
    fine.map(() => undefined),
  );
});

test('what may be a secret is hidden, and what is plainly none is not', () => {
  const hook = '/hooks/T024BE7LD/xoxb9Kq3LmP7wZ2vR8tY5n/files?key=abcdef&page=2';
  assert.deepEqual(likelySecretsIn(hook), ['abcdef', 'xoxb9Kq3LmP7wZ2vR8tY5n']);
  assert.deepEqual(likelySecretsIn('/api/v1/documents-of-the-department/{name}?limit=100'), []);
});
