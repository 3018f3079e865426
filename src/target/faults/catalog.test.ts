/** Faults of the catalog, over HTTP: each shows its own anomaly, and no more. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { call, json, type Reply, serve, until } from '../test-service.ts';
import { readFaults } from './read.ts';

const CLIENTS = 10;

/** The service with a fault, and a dataset `a` whose value says its version. */
async function serveDataset(t: TestContext, fault: string): Promise<string> {
  const url = await serve(t, { faults: readFaults(fault) });
  const body = JSON.stringify({ value: 'value 1' });
  assert.equal((await call(url, 'PUT', '/catalog/a', body, { 'if-none-match': '*' })).status, 201);
  return url;
}

/** A change of the version, by one of several clients. */
function write(url: string, version: number, client = 0): Promise<Reply> {
  const body = JSON.stringify({ value: `value ${version + 1} of ${client}` });
  return call(url, 'PUT', '/catalog/a', body, { 'if-match': `"${version}"` });
}

async function read(url: string): Promise<{ version: number; value: string }> {
  return json(await call(url, 'GET', '/catalog/a'));
}

/** Writes one after the other, each on the version that the last one made. @returns the version at the end */
async function writeOn(url: string, from: number, count: number): Promise<number> {
  for (let version = from; version < from + count; version++)
    assert.equal((await write(url, version)).status, 200, `version ${version}`);
  return from + count;
}

async function connections(url: string): Promise<number> {
  return json(await call(url, 'GET', '/metrics/catalog')).connections;
}

test('lost-update: changes of the same version all succeed, one over the other', async (t) => {
  const url = await serveDataset(t, 'lost-update');
  const replies = await Promise.all(Array.from({ length: CLIENTS }, (_, client) => write(url, 1, client)));
  assert.deepEqual(
    replies.map((reply) => [reply.status, json(reply).version]).sort(),
    Array.from({ length: CLIENTS }, (_, i) => [200, i + 2]).sort(),
  );
  const { version, value } = await read(url);
  assert.deepEqual(
    [version, value],
    [CLIENTS + 1, json(replies.find((reply) => json(reply).version === version) ?? fail()).value],
    'reads tell what was written last',
  );
});

test('check-then-write: changes at the same time pass the check together, one after the other does not', async (t) => {
  const url = await serveDataset(t, 'check-then-write:gap_ms=100');
  const replies = await Promise.all([write(url, 1, 1), write(url, 1, 2)]);
  assert.deepEqual(
    replies.map(({ status }) => status),
    [200, 200],
  );
  assert.equal((await write(url, 1)).status, 412);
  assert.equal((await write(url, 3)).status, 200);
});

test('coarse-version: writes within the grain share a version and pass, later ones do not', async (t) => {
  const url = await serveDataset(t, 'coarse-version:ms=60000');
  const { version } = await read(url);
  const replies = await Promise.all([write(url, version, 1), write(url, version, 2)]);
  assert.deepEqual(
    replies.map((reply) => [reply.status, json(reply).version]),
    [
      [200, version],
      [200, version],
    ],
  );
  assert.equal((await write(url, version - 1)).status, 412);
});

test('weak-etag: what a read shows never matches, and the strong form of it does', async (t) => {
  const url = await serveDataset(t, 'weak-etag');
  const { etag = '' } = (await call(url, 'GET', '/catalog/a')).headers;
  assert.equal(etag, 'W/"1"');
  const body = JSON.stringify({ value: 'other' });
  assert.equal((await call(url, 'PUT', '/catalog/a', body, { 'if-match': etag })).status, 412);
  assert.equal((await write(url, 1)).status, 200);
});

test('stale-cache: reads see the old version for a while after the write, and no longer', async (t) => {
  const url = await serveDataset(t, 'stale-cache:stale_ms=300');
  await write(url, 1);
  assert.deepEqual(await read(url).then(({ version, value }) => [version, value]), [1, 'value 1']);
  assert.equal((await write(url, 1)).status, 412, 'the database is right');
  await until('the write is seen', async () => (await read(url)).version === 2);
});

test('forget-invalidate: one write in so many is not seen by reads, until the entry is too old', async (t) => {
  const url = await serveDataset(t, 'forget-invalidate:one_in=50:max_age_ms=60000');
  const stale: number[] = [];
  for (let version = 1; version <= 150; version++) {
    await writeOn(url, version, 1);
    const seen = (await read(url)).version;
    if (seen !== version + 1) stale.push(version + 1 - seen);
  }
  assert.deepEqual(stale, [1, 1, 1]);
  const aged = await serveDataset(t, 'forget-invalidate:one_in=1:max_age_ms=1');
  await write(aged, 1);
  await until('the entry is dropped', async () => (await read(aged)).version === 2);
});

test('version-back: now and then a read answers a version from before one that was read', async (t) => {
  const url = await serveDataset(t, 'version-back:one_in=10:lag_ms=60000');
  await writeOn(url, 1, 5);
  const seen: number[] = [];
  for (let i = 0; i < 50; i++) seen.push((await read(url)).version);
  assert.deepEqual([...new Set(seen)].sort(), [1, 6]);
  assert.equal(seen.filter((version) => version === 1).length, 5);
  await writeOn(url, 6, 1);
});

test('phantom-ack: one write in so many is acknowledged and not stored; a stale one is still refused', async (t) => {
  const url = await serveDataset(t, 'phantom-ack:one_in=20');
  let version = 1;
  let lost = 0;
  for (let i = 0; i < 100; i++) {
    const reply = await write(url, version);
    assert.deepEqual([reply.status, json(reply).version], [200, version + 1]);
    const now = (await read(url)).version;
    if (now === version) lost += 1;
    else assert.equal(now, version + 1);
    version = now;
  }
  assert.equal(lost, 5);
  const all = await serveDataset(t, 'phantom-ack:one_in=1');
  assert.equal((await write(all, 2)).status, 412);
});

test('catalog-connection-leak: one operation in so many leaves a connection open, and all work', async (t) => {
  const url = await serveDataset(t, 'catalog-connection-leak:one_in=5');
  const pooled = await connections(url);
  for (let i = 0; i < 50; i++) await read(url);
  assert.equal((await connections(url)) - pooled, 10);
  await writeOn(url, 1, 50);
  assert.equal((await connections(url)) - pooled, 20);
});

test('without a fault connections stay as few as they are under load', async (t) => {
  const url = await serveDataset(t, '');
  for (let round = 1; round <= 10; round++)
    await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? read(url) : write(url, round))));
  assert.ok((await connections(url)) <= 4);
});

function fail(): never {
  throw new Error('no reply has the version that is read');
}
