import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { temporaryFolder } from '../test-service.ts';
import { DatabaseCatalog } from './database-catalog.ts';

test('connections are few, are counted, and come back after load', async (t) => {
  const catalog = new DatabaseCatalog(temporaryFolder(t));
  t.after(() => catalog.pool.close());
  await catalog.create('a', 'x');
  const perConnection = catalog.pool.statements;
  assert.deepEqual([catalog.pool.connections, perConnection > 0], [1, true]);
  let most = 0;
  const held = Array.from({ length: 50 }, () =>
    catalog.pool.use(async (connection) => {
      most = Math.max(most, catalog.pool.connections);
      await new Promise((resolve) => setImmediate(resolve));
      connection.update('a', 'any', 'y');
    }),
  );
  await Promise.all(held);
  assert.equal(most, 4);
  assert.equal((await catalog.read('a'))?.version, 51);
  const others = [await catalog.connect(), await catalog.connect()];
  assert.equal(catalog.pool.connections, 6);
  for (const other of others) other.close();
  assert.deepEqual([catalog.pool.connections, catalog.pool.statements], [4, 4 * perConnection]);
  catalog.pool.close();
  assert.equal(catalog.pool.connections, 0);
  await assert.rejects(catalog.connect(), { code: 'draining' });
});

test('when no connection can be opened nobody waits for one for ever', async () => {
  const catalog = new DatabaseCatalog('/dev/null/no-folder');
  const reads = Array.from({ length: 20 }, () => catalog.read('a'));
  const outcomes = await Promise.allSettled(reads);
  assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  assert.equal(catalog.pool.connections, 0);
});

test('one dataset more than there is room for is refused, and one that is there can still be changed', async (t) => {
  const catalog = new DatabaseCatalog(temporaryFolder(t), 2);
  t.after(() => catalog.pool.close());
  await catalog.create('a', 'x');
  await catalog.create('b', 'x');
  await assert.rejects(catalog.create('c', 'x'), { code: 'insufficient_storage', status: 507 });
  assert.equal(await catalog.create('a', 'x'), undefined, 'it is there already');
  assert.notEqual(await catalog.update('a', [1], 'y'), 'conflict');
  await catalog.remove('b', 'any');
  assert.notEqual(await catalog.create('c', 'x'), undefined);
});

test('the database is files of the folder it was given', async (t) => {
  const folder = temporaryFolder(t);
  const catalog = new DatabaseCatalog(folder);
  await catalog.create('a', 'x');
  assert.ok(readdirSync(folder).includes('catalog.db'));
  catalog.pool.close();
});
