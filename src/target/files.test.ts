import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { call, json, serve, temporaryFolder, until } from './test-service.ts';

test('a file comes back byte for byte, with its length and a tag that changes with the content', async (t) => {
  const url = await serve(t);
  const content = randomBytes(300_000);
  const created = await call(url, 'PUT', '/files/a.bin', content);
  assert.equal(created.status, 201);
  assert.deepEqual(json(created), { id: 'a.bin', size: 300_000 });
  const first = await call(url, 'GET', '/files/a.bin');
  assert.equal(first.status, 200);
  assert.equal(first.headers['content-length'], '300000');
  assert.ok(first.body.equals(content));
  const replaced = await call(url, 'PUT', '/files/a.bin', randomBytes(300_000));
  assert.equal(replaced.status, 200);
  const second = await call(url, 'GET', '/files/a.bin');
  assert.match(String(first.headers.etag), /^"[\w-]+"$/);
  assert.notEqual(second.headers.etag, first.headers.etag);
});

test('HEAD answers what GET would, without the body', async (t) => {
  const url = await serve(t);
  await call(url, 'PUT', '/files/a', 'hello');
  const get = await call(url, 'GET', '/files/a');
  const head = await call(url, 'HEAD', '/files/a');
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
  assert.equal(head.headers['content-length'], '5');
  assert.equal(head.headers.etag, get.headers.etag);
});

test('an empty file is a file', async (t) => {
  const url = await serve(t);
  assert.equal((await call(url, 'PUT', '/files/empty')).status, 201);
  const back = await call(url, 'GET', '/files/empty');
  assert.equal(back.headers['content-length'], '0');
  assert.equal(back.body.length, 0);
});

test('a deleted file is gone, from the list too, and a second delete says so', async (t) => {
  const url = await serve(t);
  await call(url, 'PUT', '/files/a', 'x');
  assert.equal((await call(url, 'DELETE', '/files/a')).status, 204);
  assert.equal((await call(url, 'DELETE', '/files/a')).status, 404);
  assert.equal((await call(url, 'GET', '/files/a')).status, 404);
  assert.deepEqual(json(await call(url, 'GET', '/files')), { files: [], next: null });
});

test('the list comes in pages, in the order of the names, each file once', async (t) => {
  const url = await serve(t);
  for (const name of ['c', 'a', 'e', 'b', 'd']) await call(url, 'PUT', `/files/${name}`, name);
  const pages: string[][] = [];
  let next: string | null = '';
  while (next !== null) {
    const page = json(await call(url, 'GET', `/files?limit=2&after=${next}`));
    pages.push(page.files.map((file: { id: string }) => file.id));
    next = page.next;
  }
  assert.deepEqual(pages, [['a', 'b'], ['c', 'd'], ['e']]);
  const [file] = json(await call(url, 'GET', '/files?limit=1')).files;
  assert.deepEqual(Object.keys(file), ['id', 'size', 'created_at']);
  assert.ok(Math.abs(Date.now() - Date.parse(file.created_at)) < 60_000);
});

test('a page size that is none is refused', async (t) => {
  const url = await serve(t);
  for (const limit of ['0', '1001', '-1', 'x', '1e2', ''])
    assert.equal((await call(url, 'GET', `/files?limit=${limit}`)).status, 400, `limit=${limit}`);
});

test('downloads that are broken off leave no file open', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder, maxBodyBytes: 50_000_000 });
  await call(url, 'PUT', '/files/big', Buffer.alloc(50_000_000));
  const openFds = async () => json(await call(url, 'GET', '/metrics/memory')).open_fds;
  const before = await openFds();
  const downloads = Array.from({ length: 20 }, async () => {
    const download = request(`${url}/files/big`, { agent: false }).end();
    const [response] = await once(download, 'response');
    response.destroy();
  });
  await Promise.all(downloads);
  await until('all are closed', async () => (await openFds()) <= before);
  const { by_status } = json(await call(url, 'GET', '/metrics/requests'));
  assert.equal(by_status['499'], 20);
});

test('files survive the service, and what had half arrived does not', async (t) => {
  const folder = temporaryFolder(t);
  const before = await serve(t, { folder });
  for (let i = 0; i < 20; i++) await call(before, 'PUT', `/files/f${i}`, String(i));
  writeFileSync(join(folder, 'incoming', '77'), 'half');
  const after = await serve(t, { folder });
  const { files } = json(await call(after, 'GET', '/files'));
  assert.equal(files.length, 20);
  assert.deepEqual(files.find((file: { id: string }) => file.id === 'f13').size, 2);
  assert.equal((await call(after, 'GET', '/files/f13')).body.toString(), '13');
  assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
});

test('readers of a name that is being replaced get one whole version or another', async (t) => {
  const url = await serve(t);
  const versions = ['a', 'b', 'c', 'd'].map((letter) => Buffer.alloc(200_000, letter));
  await call(url, 'PUT', '/files/x', versions[0]);
  const writers = versions.map((version) => call(url, 'PUT', '/files/x', version));
  const readers = Array.from({ length: 20 }, () => call(url, 'GET', '/files/x'));
  for (const { status } of await Promise.all(writers)) assert.equal(status, 200);
  for (const { body } of await Promise.all(readers))
    assert.ok(versions.some((version) => version.equals(body)));
});

test('an answer that cannot be completed is cut off, not passed off as whole', async (t) => {
  t.mock.method(console, 'error', () => {});
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder });
  await call(url, 'PUT', '/files/a', Buffer.alloc(100_000));
  await call(url, 'PUT', '/files/b', Buffer.alloc(100_000));
  writeFileSync(join(folder, 'files', 'b'), 'short'); // somebody truncates it behind our back
  await assert.rejects(call(url, 'POST', '/batch/download', JSON.stringify({ ids: ['a', 'b'] })), {
    code: 'ECONNRESET',
  });
  const { by_status } = json(await call(url, 'GET', '/metrics/requests'));
  assert.equal(by_status['500'], 1);
});
