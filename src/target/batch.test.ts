import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { call, formOf, json, serve, temporaryFolder, until } from './test-service.ts';

test('several files go up in one request and come back in one tar, in the order asked', async (t) => {
  const url = await serve(t);
  const files = Object.fromEntries(['one', 'two', 'three'].map((name, i) => [name, randomBytes(50_000 + i)]));
  const { body, headers } = formOf(files);
  const up = await call(url, 'POST', '/batch', body, headers);
  assert.equal(up.status, 201);
  assert.deepEqual(
    json(up).files,
    Object.entries(files).map(([id, content]) => ({
      id,
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
  );
  const down = await call(url, 'POST', '/batch/download', JSON.stringify({ ids: ['three', 'one'] }));
  assert.equal(down.status, 200);
  assert.equal(down.headers['content-type'], 'application/x-tar');
  assert.equal(Number(down.headers['content-length']), down.body.length);
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'all.tar'), down.body);
  const listed = execFileSync('tar', ['-xvf', 'all.tar'], { cwd: folder, encoding: 'utf8' });
  assert.equal(listed, 'three\none\n');
  for (const name of ['one', 'three'])
    assert.ok(readFileSync(join(folder, name)).equals(files[name] ?? Buffer.alloc(0)));
});

test('names too long for a tar header come back whole', async (t) => {
  const url = await serve(t);
  const name = 'long-'.repeat(40);
  await call(url, 'PUT', `/files/${name}`, 'content');
  const down = await call(url, 'POST', '/batch/download', JSON.stringify({ ids: [name] }));
  assert.equal(Number(down.headers['content-length']), down.body.length);
  const listed = execFileSync('tar', ['-tf', '-'], { input: down.body, encoding: 'utf8' });
  assert.equal(listed, `${name}\n`);
});

test('POST /files takes the same form', async (t) => {
  const url = await serve(t);
  const { body, headers } = formOf({ single: 'content' });
  const up = await call(url, 'POST', '/files', body, headers);
  assert.equal(up.status, 201);
  assert.equal(json(up).files[0].id, 'single');
  assert.equal((await call(url, 'GET', '/files/single')).body.toString(), 'content');
});

test('a form as fetch builds it is understood', async (t) => {
  const url = await serve(t);
  const form = new FormData();
  form.append('note', 'a field that is no file');
  form.append('files', new Blob(['blob content']), 'blob.txt');
  const reply = await fetch(`${url}/batch`, { method: 'POST', body: form });
  assert.equal(reply.status, 201);
  assert.equal((await call(url, 'GET', '/files/blob.txt')).body.toString(), 'blob content');
});

test('hundreds of small files in one request keep their order and content', async (t) => {
  const url = await serve(t);
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, `content ${i}`]));
  const { body, headers } = formOf(files);
  const up = await call(url, 'POST', '/batch', body, headers);
  assert.equal(up.status, 201);
  assert.deepEqual(
    json(up).files.map((file: { id: string }) => file.id),
    Object.keys(files),
  );
  assert.equal((await call(url, 'GET', '/files/f299')).body.toString(), 'content 299');
});

test('a form with something wrong in it is refused as a whole', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder, maxBodyBytes: 500_000 });
  const good = formOf({ a: Buffer.alloc(100_000), b: Buffer.alloc(100_000) });
  const cases: [what: string, body: Buffer | string, contentType: string, status: number][] = [
    ['cut inside a file', good.body.subarray(0, 150_000), good.headers['content-type'], 400],
    ['cut before the closing edge', good.body.subarray(0, -10), good.headers['content-type'], 400],
    ['a delimiter after the closing one', '\r\n--edge--\r\n--edge-', good.headers['content-type'], 400],
    ['no file in it', '--edge--\r\n', good.headers['content-type'], 400],
    ['no boundary', good.body, 'multipart/form-data', 400],
    ['not a form', '{}', 'application/json', 415],
    ['a name that climbs', formOf({ a: 'x', '../../pwned': 'x' }).body, good.headers['content-type'], 400],
    ['over the limit', formOf({ a: 'x', b: Buffer.alloc(500_000) }).body, good.headers['content-type'], 413],
    [
      'too many files',
      formOf(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, 'x']))).body,
      good.headers['content-type'],
      413,
    ],
  ];
  for (const [what, body, contentType, status] of cases) {
    const reply = await call(url, 'POST', '/batch', body, { 'content-type': contentType });
    assert.equal(reply.status, status, `${what}: ${reply.body}`);
  }
  const untold = { 'content-type': good.headers['content-type'], 'transfer-encoding': 'chunked' };
  const over = await call(url, 'POST', '/batch', formOf({ a: 'x', b: Buffer.alloc(500_000) }).body, untold);
  assert.equal(over.status, 413);
  assert.deepEqual(readdirSync(join(folder, 'files')), []);
  assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
});

test('a form that breaks off leaves nothing', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder });
  const { body, headers } = formOf({ a: Buffer.alloc(1000), b: Buffer.alloc(200_000) });
  const upload = request(`${url}/batch`, {
    method: 'POST',
    headers: { ...headers, 'content-length': body.length },
  });
  upload.on('error', () => {}); // we break it off ourselves
  upload.write(body.subarray(0, 100_000));
  await until('both files have begun to arrive', () => readdirSync(join(folder, 'incoming')).length === 2);
  upload.destroy();
  await until('both are removed', () => readdirSync(join(folder, 'incoming')).length === 0);
  assert.deepEqual(readdirSync(join(folder, 'files')), []);
});

test('a missing id is named before anything is sent', async (t) => {
  const url = await serve(t);
  await call(url, 'PUT', '/files/there', 'x');
  const reply = await call(url, 'POST', '/batch/download', JSON.stringify({ ids: ['there', 'missing'] }));
  assert.equal(reply.status, 404);
  assert.equal(json(reply).error.message, 'there is no file missing');
});

test('a download request that asks for nothing sensible is refused', async (t) => {
  const url = await serve(t);
  for (const body of [
    '',
    '{',
    '[]',
    'null',
    '{}',
    '{"ids":[]}',
    '{"ids":[1]}',
    '{"ids":"a"}',
    '{"ids":["../a"]}',
  ])
    assert.equal((await call(url, 'POST', '/batch/download', body)).status, 400, body);
  const endless = JSON.stringify({ ids: ['x'.repeat(300_000)] });
  assert.equal((await call(url, 'POST', '/batch/download', endless)).status, 413);
});
