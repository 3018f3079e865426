import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { call, json, serve, temporaryFolder, until } from './test-service.ts';

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

test('a link or an odd name in the folder is neither listed nor followed, nor does an upload write through it', async (t) => {
  const folder = temporaryFolder(t);
  const secret = join(temporaryFolder(t), 'secret');
  writeFileSync(secret, 'secret');
  const before = await serve(t, { folder });
  await call(before, 'PUT', '/files/later', 'mine');
  symlinkSync(secret, join(folder, 'files', 'link'));
  writeFileSync(join(folder, 'files', '.hidden'), 'not ours');
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
