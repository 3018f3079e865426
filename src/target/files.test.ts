import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
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

test('names that could mean another place are refused, plain or encoded', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder });
  const names = [
    '..',
    '.',
    '.hidden',
    '%2e%2e',
    '..%2f..%2fpwned',
    '%2Fetc%2Fpasswd',
    'a%00b',
    'a%5Cb',
    'a%20b',
    '%C3%A4',
    '%zz',
    'x'.repeat(201),
  ];
  for (const name of names)
    for (const method of ['PUT', 'GET', 'DELETE'])
      assert.equal((await call(url, method, `/files/${name}`, 'x')).status, 400, `${method} ${name}`);
  for (const path of ['/files/../../pwned', '/files/a/../b', '//files/a', '/files//a', '/files/'])
    assert.equal((await call(url, 'PUT', path, 'x')).status, 404, path);
  assert.deepEqual(readdirSync(join(folder, 'files')), []);
  assert.equal((await call(url, 'PUT', `/files/${'x'.repeat(200)}`, 'x')).status, 201);
});

test('a link in the folder is neither listed nor followed, nor does an upload write through it', async (t) => {
  const folder = temporaryFolder(t);
  const secret = join(temporaryFolder(t), 'secret');
  writeFileSync(secret, 'secret');
  const before = await serve(t, { folder });
  await call(before, 'PUT', '/files/later', 'mine');
  symlinkSync(secret, join(folder, 'files', 'link'));
  const url = await serve(t, { folder });
  assert.deepEqual(
    json(await call(url, 'GET', '/files')).files.map((file: { id: string }) => file.id),
    ['later'],
  );
  assert.equal((await call(url, 'GET', '/files/link')).status, 404);
  assert.equal((await call(url, 'PUT', '/files/link', 'mine')).status, 201);
  assert.equal((await call(url, 'GET', '/files/link')).body.toString(), 'mine');
});

test('a name that turned into a link behind our back is not followed', async (t) => {
  const folder = temporaryFolder(t);
  const secret = join(temporaryFolder(t), 'secret');
  writeFileSync(secret, 'secret');
  const url = await serve(t, { folder });
  await call(url, 'PUT', '/files/a', 'mine');
  symlinkSync(secret, join(folder, 'link'));
  renameSync(join(folder, 'link'), join(folder, 'files', 'a'));
  assert.equal((await call(url, 'GET', '/files/a')).status, 404);
});

test('a body over the limit is refused, whether its length is told or not, and nothing stays', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder, maxBodyBytes: 1000 });
  assert.equal((await call(url, 'PUT', '/files/told', Buffer.alloc(1001))).status, 413);
  const untold = await call(url, 'PUT', '/files/untold', Buffer.alloc(1001), {
    'transfer-encoding': 'chunked',
  });
  assert.equal(untold.status, 413);
  assert.equal(json(untold).error.code, 'too_large');
  assert.equal((await call(url, 'PUT', '/files/just', Buffer.alloc(1000))).status, 201);
  assert.deepEqual(readdirSync(join(folder, 'files')), ['just']);
  assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
});

test('a refused client that goes on sending is read for a while and then cut off', async (t) => {
  const url = await serve(t, { maxBodyBytes: 1000 });
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}); // the reset that we wait for
  const answered = once(socket, 'data');
  socket.write('PUT /files/a HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\n');
  const [answer] = await answered;
  assert.match(answer.toString(), /^HTTP\/1.1 413 /);
  const megabyte = Buffer.alloc(1024 * 1024);
  let sentMegabytes = 0;
  const sendOn = () => {
    while (!socket.destroyed && sentMegabytes < 200) {
      sentMegabytes += 1;
      if (!socket.write(megabyte)) return;
    }
  };
  socket.on('drain', sendOn);
  sendOn();
  await until('the connection is cut', () => socket.destroyed);
  assert.ok(sentMegabytes < 200);
});

test('an upload that breaks off leaves nothing, not even for a moment', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder });
  const upload = request(`${url}/files/half`, { method: 'PUT', headers: { 'content-length': 100_000 } });
  upload.on('error', () => {}); // we break it off ourselves
  upload.write(Buffer.alloc(50_000));
  await until('the service has begun to write', () => readdirSync(join(folder, 'incoming')).length === 1);
  assert.equal((await call(url, 'GET', '/files/half')).status, 404);
  upload.destroy();
  await until('the unfinished upload is removed', () => readdirSync(join(folder, 'incoming')).length === 0);
  assert.equal((await call(url, 'GET', '/files/half')).status, 404);
  const { by_status } = json(await call(url, 'GET', '/metrics/requests'));
  assert.equal(by_status['499'], 1);
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

test('an unknown path is 404 and a wrong method is 405 with what is allowed', async (t) => {
  const url = await serve(t);
  const unknown = await call(url, 'GET', '/nowhere');
  assert.equal(unknown.status, 404);
  assert.deepEqual(json(unknown), { error: { code: 'not_found', message: 'there is no /nowhere here' } });
  const wrong = await call(url, 'POST', '/files/a', 'x');
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.allow, 'DELETE, GET, HEAD, PUT');
  assert.equal((await call(url, 'DELETE', '/ping')).headers.allow, 'GET, HEAD');
});

test('what nobody foresaw is a 500 that tells nothing of the inside', async (t) => {
  t.mock.method(console, 'error', () => {});
  const storage = (real: object) =>
    Object.assign(Object.create(real), {
      page: () => {
        throw new Error('inside');
      },
    });
  const url = await serve(t, { storage });
  const reply = await call(url, 'GET', '/files');
  assert.equal(reply.status, 500);
  assert.deepEqual(json(reply), { error: { code: 'internal', message: 'Internal Server Error' } });
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
