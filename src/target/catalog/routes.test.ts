/** The catalog over HTTP. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { call, json, type Reply, serve, temporaryFolder } from '../test-service.ts';

const NEW = { 'if-none-match': '*' };

function put(url: string, name: string, body: unknown, headers = {}): Promise<Reply> {
  return call(url, 'PUT', `/catalog/${name}`, JSON.stringify(body), headers);
}

function errorOf(reply: Reply): [status: number, code: string] {
  return [reply.status, json(reply).error.code];
}

test('a dataset is created once, read with its ETag, changed by the version that was read, and removed', async (t) => {
  const url = await serve(t);
  const created = await put(url, 'a', { value: 'one' }, NEW);
  assert.deepEqual([created.status, created.headers.etag], [201, '"1"']);
  assert.deepEqual(errorOf(await put(url, 'a', { value: 'other' }, NEW)), [412, 'precondition_failed']);

  const changed = await put(url, 'a', { value: 'two' }, { 'if-match': '"1"' });
  assert.deepEqual([changed.status, changed.headers.etag], [200, '"2"']);
  const stale = await put(url, 'a', { value: 'late' }, { 'if-match': '"1"' });
  assert.deepEqual(errorOf(stale), [412, 'precondition_failed']);

  const swapped = await put(url, 'a', { value: 'three', version: 2 });
  assert.deepEqual([swapped.status, json(swapped).version], [200, 3]);
  assert.deepEqual(errorOf(await put(url, 'a', { value: 'late', version: 2 })), [409, 'conflict']);
  assert.deepEqual(errorOf(await put(url, 'a', { value: 'blind' })), [428, 'precondition_required']);

  const read = await call(url, 'GET', '/catalog/a');
  const { updated_at, ...dataset } = json(read);
  assert.deepEqual([read.status, read.headers.etag], [200, '"3"']);
  assert.deepEqual(dataset, { name: 'a', version: 3, value: 'three' });
  assert.equal(new Date(updated_at).toISOString(), updated_at);

  assert.equal((await call(url, 'DELETE', '/catalog/a')).status, 204);
  assert.deepEqual(errorOf(await call(url, 'GET', '/catalog/a')), [404, 'not_found']);
});

test('preconditions are read as RFC 9110 has them', async (t) => {
  const url = await serve(t);
  await put(url, 'a', { value: 'x' }, NEW);
  const answers: [header: string, status: number][] = [
    ['*', 200], // now 2
    ['"7", "2"', 200], // now 3
    [', "1" ,\t"3",', 200], // now 4
    ['"an,other", "4"', 200], // now 5
    ['W/"5"', 412],
    ['"05"', 412],
    ['""', 412],
    ['"4", "6"', 412],
    ['5', 400],
    ['"5" "5"', 400],
    ['"5', 400],
    [',', 400],
    ['*, "5"', 400],
    ['w/"5"', 400],
    [`${', '.repeat(3000)}!`, 400],
  ];
  for (const [header, status] of answers)
    assert.equal((await put(url, 'a', { value: 'y' }, { 'if-match': header })).status, status, header);
  for (const [header, status] of [
    ['"5"', 304],
    ['W/"5"', 304],
    ['*', 304],
    ['"4"', 200],
    ['5', 400],
  ] as const)
    assert.equal(
      (await call(url, 'GET', '/catalog/a', '', { 'if-none-match': header })).status,
      status,
      header,
    );
});

test('what is not there fails every If-Match, and is not found without', async (t) => {
  const url = await serve(t);
  for (const tag of ['*', '"1"'])
    assert.equal((await put(url, 'none', { value: 'x' }, { 'if-match': tag })).status, 412);
  assert.equal((await put(url, 'none', { value: 'x', version: 1 })).status, 404);
  assert.equal((await call(url, 'DELETE', '/catalog/none')).status, 404);
  assert.equal((await call(url, 'DELETE', '/catalog/none', '', { 'if-match': '*' })).status, 412);
});

test('a dataset at another version is not removed', async (t) => {
  const url = await serve(t);
  await put(url, 'a', { value: 'x' }, NEW);
  assert.equal((await call(url, 'DELETE', '/catalog/a', '', { 'if-match': '"2"' })).status, 412);
  assert.equal((await call(url, 'DELETE', '/catalog/a', '', { 'if-match': '"1"' })).status, 204);
});

test('input that is not valid is refused with the reason, and changes nothing', async (t) => {
  const url = await serve(t);
  await put(url, 'a', { value: 'x' }, NEW);
  const match = { 'if-match': '"1"' };
  const cases: [what: string, body: string, headers: Record<string, string>, status: number][] = [
    ['no JSON', '{', match, 400],
    ['no object', '[]', match, 400],
    ['null', 'null', match, 400],
    ['no value', '{}', match, 400],
    ['a number', '{"value":1}', match, 400],
    ['over 1 KiB', JSON.stringify({ value: 'é'.repeat(513) }), match, 400],
    ['a NUL', '{"value":"a\\u0000b"}', match, 400],
    ['half a pair', '{"value":"\\ud83d"}', match, 400],
    ['a version as text', '{"value":"y","version":"1"}', {}, 400],
    ['version 0', '{"value":"y","version":0}', {}, 400],
    ['version 1.5', '{"value":"y","version":1.5}', {}, 400],
    ['two conditions', '{"value":"y","version":1}', match, 400],
    ['both headers', '{"value":"y"}', { ...match, ...NEW }, 400],
    ['a tag to create by', '{"value":"y"}', { 'if-none-match': '"9"' }, 400],
    ['a large body', `{"value":"${'y'.repeat(9000)}"}`, match, 413],
  ];
  for (const [what, body, headers, status] of cases)
    assert.equal((await call(url, 'PUT', '/catalog/a', body, headers)).status, status, what);
  for (const name of ['.a', 'a%2Fb', 'a%00', 'ä', 'x'.repeat(201)])
    assert.equal((await put(url, encodeURI(name), { value: 'x' }, NEW)).status, 400, name);
  for (const query of ['limit=0', 'limit=1001', 'limit=x', 'prefix=%25', 'after=.x'])
    assert.equal((await call(url, 'GET', `/catalog?${query}`)).status, 400, query);
  assert.equal(json(await call(url, 'GET', '/catalog/a')).version, 1);
  assert.equal((await put(url, 'b', { value: 'é'.repeat(512) }, NEW)).status, 201, 'exactly 1 KiB');
});

test('the list gives names and versions in order, by prefix and page by page', async (t) => {
  const url = await serve(t);
  for (const name of ['b2', 'a', 'b1', 'b3', 'c']) await put(url, name, { value: 'x' }, NEW);
  await put(url, 'b2', { value: 'y' }, { 'if-match': '*' });
  const list = async (query: string) => json(await call(url, 'GET', `/catalog${query}`));
  const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);
  assert.deepEqual(names(await list('')), ['a', 'b1', 'b2', 'b3', 'c']);
  assert.deepEqual(await list('?prefix=b&limit=2'), {
    items: [
      { name: 'b1', version: 1 },
      { name: 'b2', version: 2 },
    ],
    next: 'b2',
  });
  assert.deepEqual(await list('?prefix=b&limit=2&after=b2'), { items: [{ name: 'b3', version: 1 }] });
  assert.deepEqual(await list('?prefix=zz'), { items: [] });
});

test('the numbers of the catalog are shown in two forms, and asking for them opens no database', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder });
  const numbers = async () => json(await call(url, 'GET', '/metrics/catalog'));
  assert.deepEqual(Object.values(await numbers()), [0, 0, 0, 0, 0, 0, 0]);
  await call(url, 'GET', '/metrics');
  assert.equal(existsSync(join(folder, 'catalog')), false);
  await put(url, 'a', { value: 'x' }, NEW);
  await put(url, 'a', { value: 'x' }, { 'if-match': '"2"' });
  for (let i = 0; i < 3; i++) await call(url, 'GET', '/catalog/a');
  const { statements, ...others } = await numbers();
  assert.ok(statements > 0);
  assert.deepEqual(others, {
    connections: 1,
    cache_entries: 1,
    cache_hits: 2,
    cache_misses: 1,
    writes: 1,
    conflicts: 1,
  });
  const text = (await call(url, 'GET', '/metrics')).body.toString();
  assert.match(text, /^catalog_connections 1$/m);
  assert.match(text, /^catalog_conflicts_total 1$/m);
});

test('of many who change the same version at once exactly one succeeds', async (t) => {
  const url = await serve(t);
  await put(url, 'a', { value: 'x' }, NEW);
  for (let version = 1; version <= 5; version++) {
    const writers = Array.from({ length: 20 }, (_, writer) =>
      put(url, 'a', { value: `${version}-${writer}` }, { 'if-match': `"${version}"` }),
    );
    const statuses = (await Promise.all(writers)).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [200, ...Array(19).fill(412)]);
  }
  assert.equal(json(await call(url, 'GET', '/catalog/a')).version, 6);
});
