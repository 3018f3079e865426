import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wayTo } from './wanted-way.ts';

const before = (baseUrl: string) => wayTo({}, { baseUrl, s3: { style: 'virtual-host' } });

test('what stands before the name of this machine leads to it', async () => {
  const { names } = await before('http://s3.localhost:9');
  assert.deepEqual(names, { 's3.localhost': '127.0.0.1', '*.s3.localhost': '127.0.0.1' });
  assert.deepEqual(Object.keys((await before('http://localhost:9')).names ?? {}), ['*.localhost']);
});

test('elsewhere it is for the resolver to say, and no bucket stands before an address', async () => {
  assert.equal((await before('http://objects.invalid:9')).names, undefined);
  assert.equal((await wayTo({}, { baseUrl: 'http://127.0.0.1:9' })).names, undefined);
  await assert.rejects(
    before('http://127.0.0.1:9'),
    /"virtual-host", and http:\/\/127.0.0.1:9 has an address in place of a name/,
  );
});
