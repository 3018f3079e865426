import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressBy, isLocalName, localNames } from './local-names.ts';

test('names below a host lead where it does, and no others', () => {
  const names = localNames('s3.test', '127.0.0.2');
  assert.equal(addressBy(names, 'bucket.s3.test'), '127.0.0.2');
  for (const other of ['s3.test', 'bucket.s3.test.org', 'evils3.test'])
    assert.equal(addressBy(names, other), undefined);
});

test('a name that ends in .localhost leads to this machine itself; localhost is left to the resolver', () => {
  assert.equal(addressBy(localNames('s3.localhost'), 's3.localhost'), '127.0.0.1');
  assert.equal(addressBy(localNames('localhost'), 'localhost'), undefined);
  assert.equal(addressBy(localNames('localhost'), 'bucket.localhost'), '127.0.0.1');
  assert.deepEqual(['a.localhost', 'localhost', 'localhost.org'].map(isLocalName), [true, false, false]);
});
