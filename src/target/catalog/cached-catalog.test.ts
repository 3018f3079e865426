import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alteredCatalog } from '../faults/altered-catalog.ts';
import { temporaryFolder } from '../test-service.ts';
import { CachedCatalog } from './cached-catalog.ts';
import { DatabaseCatalog } from './database-catalog.ts';

/** A step of another that the test lets go on when it likes. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('what was read is answered from memory until it is written', async (t) => {
  const database = new DatabaseCatalog(temporaryFolder(t));
  t.after(() => database.pool.close());
  const cached = new CachedCatalog(database);
  await cached.create('a', 'one');
  for (let i = 0; i < 3; i++) assert.equal((await cached.read('a'))?.value, 'one');
  assert.deepEqual([cached.misses, cached.hits, cached.entries], [1, 2, 1]);
  await cached.update('a', [1], 'two');
  assert.equal((await cached.read('a'))?.value, 'two');
  await cached.remove('a', [2]);
  assert.equal(await cached.read('a'), undefined);
  assert.equal(cached.entries, 0);
});

test('a slow reader does not put into the cache what was overwritten meanwhile', async (t) => {
  const database = new DatabaseCatalog(temporaryFolder(t));
  t.after(() => database.pool.close());
  await database.create('a', 'old');
  const slow = gate();
  const hasRead = gate();
  let reads = 0;
  const cached = new CachedCatalog(
    alteredCatalog(database, {
      async read(name) {
        const dataset = await database.read(name);
        reads += 1;
        if (reads > 1) return dataset;
        hasRead.open();
        await slow.opened;
        return dataset;
      },
    }),
  );
  const slowReader = cached.read('a');
  await hasRead.opened;
  await cached.update('a', [1], 'new');
  slow.open();
  assert.equal((await slowReader)?.value, 'old', 'it began before the write');
  assert.equal((await cached.read('a'))?.value, 'new');
});

test('a reader that comes while a write is under way leaves nothing in the cache', async (t) => {
  const database = new DatabaseCatalog(temporaryFolder(t));
  t.after(() => database.pool.close());
  await database.create('a', 'old');
  const writes = [gate(), gate()];
  let begun = 0;
  const cached = new CachedCatalog(
    alteredCatalog(database, {
      async update(name, expected, value) {
        await writes[begun++]?.opened;
        return await database.update(name, expected, value);
      },
    }),
  );
  const [first, second] = [cached.update('a', 'any', 'first'), cached.update('a', 'any', 'second')];
  assert.equal((await cached.read('a'))?.value, 'old');
  assert.equal(cached.entries, 0);
  writes[0]?.open();
  await first;
  assert.equal((await cached.read('a'))?.value, 'first');
  assert.equal(cached.entries, 0, 'the second write is still under way');
  writes[1]?.open();
  await second;
  assert.equal((await cached.read('a'))?.value, 'second');
  assert.equal(cached.entries, 1);
});

test('its memory is bounded, whatever is read', async () => {
  const value = 'v'.repeat(1024);
  const nothing = () => Promise.reject(new Error('not in this test'));
  const cached = new CachedCatalog({
    read: async (name) => ({ name, value, version: 1, updatedAtMs: 0 }),
    create: nothing,
    update: nothing,
    remove: nothing,
    list: nothing,
    connect: nothing,
  });
  for (let i = 0; i < 20_000; i++) await cached.read(`dataset-${i}`);
  assert.ok(cached.entries > 1000 && cached.entries < 3000, String(cached.entries));
});
