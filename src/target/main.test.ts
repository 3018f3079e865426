import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { call, json, spawnService, temporaryFolder, until, urlOf } from './test-service.ts';

const MEBIBYTE = 1024 * 1024;

test('it ends on SIGTERM and on SIGINT, and its temporary folder goes with it', async (t) => {
  const folder = temporaryFolder(t);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const child = spawnService(t, { TMPDIR: folder, DISABLE_RATE_LIMITER: 'true' });
    const url = await urlOf(child);
    await call(url, 'PUT', '/files/a', 'x');
    const created = await call(url, 'PUT', '/catalog/a', '{"value":"x"}', { 'if-none-match': '*' });
    assert.equal(created.status, 201);
    const idle = await fetch(`${url}/ping`); // leaves a connection that is kept alive
    assert.equal(idle.status, 200);
    await idle.text();
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('burstbox-target-')).length, 1);
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('burstbox-target-')),
      [],
    );
  }
});

test('while it drains, what is in flight ends well, new work is refused and health says so', async (t) => {
  const folder = temporaryFolder(t);
  const child = spawnService(t, { DATA_DIR: folder });
  const url = await urlOf(child);
  const upload = request(`${url}/files/slow`, {
    method: 'PUT',
    headers: { 'content-length': 10 },
    agent: false,
  });
  upload.write('first');
  await until('the upload is under way', () => readdirSync(join(folder, 'incoming')).length === 1);
  child.kill('SIGTERM');
  await until('it drains', async () => (await call(url, 'GET', '/health')).status === 503);
  assert.equal(json(await call(url, 'GET', '/health')).status, 'draining');
  const refused = await call(url, 'GET', '/ping');
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.connection, 'close');
  upload.end('later');
  const [answer] = await once(upload, 'response');
  assert.equal(answer.statusCode, 201);
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  assert.deepEqual(readdirSync(join(folder, 'files')), ['slow']);
});

test('a request that never ends does not keep it from ending', async (t) => {
  const folder = temporaryFolder(t);
  const child = spawnService(t, { DATA_DIR: folder });
  const url = await urlOf(child);
  const upload = request(`${url}/files/never`, {
    method: 'PUT',
    headers: { 'content-length': 10 },
    agent: false,
  });
  upload.on('error', () => {}); // the cut that we wait for
  upload.write('first');
  await until('the upload is under way', () => readdirSync(join(folder, 'incoming')).length === 1);
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  assert.deepEqual(readdirSync(join(folder, 'files')), []);
});

test('what keeps it from starting is one sentence and an exit code', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  t.after(() => taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  const cases: [env: Record<string, string>, code: number, message: RegExp][] = [
    [
      { PORT: 'x' },
      64,
      /^burstbox target: PORT=x is not a whole number from 0 to 65535; correct it or unset it\n$/,
    ],
    [
      { PORT: String(port) },
      1,
      /^burstbox target: 127\.0\.0\.1:\d+ is in use; stop what listens there, or set PORT\n$/,
    ],
    [
      { DATA_DIR: file },
      1,
      /^burstbox target: cannot keep files \(EEXIST.*\); set DATA_DIR to a folder that can be written\n$/,
    ],
    [
      { DATA_DIR: '/proc/none/data' },
      1,
      /^burstbox target: cannot keep files \(ENOENT.*\); set DATA_DIR to a folder that can be written\n$/,
    ],
    [
      { HOST: '192.0.2.1' },
      1,
      /^burstbox target: cannot listen on 192\.0\.2\.1:0 \(.*EADDRNOTAVAIL.*\); set HOST and PORT\n$/,
    ],
  ];
  for (const [env, code, message] of cases) {
    const child = spawnService(t, env);
    const [[exitCode], stderr] = await Promise.all([once(child, 'exit'), errorsOf(child)]);
    assert.equal(exitCode, code, stderr);
    assert.match(stderr, message);
  }
});

test('a file far larger than the memory it takes goes up and down', async (t) => {
  const sizeBytes = 256 * MEBIBYTE;
  const child = spawnService(t, { DATA_DIR: temporaryFolder(t), MAX_BODY_BYTES: String(sizeBytes) });
  const url = await urlOf(child);
  await call(url, 'GET', '/metrics/memory');
  const beforeMb = await memoryMb(url);
  let mostMb = beforeMb;
  const watch = async (bytes: number) => {
    if (bytes % (16 * MEBIBYTE) === 0) mostMb = Math.max(mostMb, await memoryMb(url));
  };
  const upload = request(`${url}/files/big`, {
    method: 'PUT',
    headers: { 'content-length': sizeBytes },
    agent: false,
  });
  const answered = once(upload, 'response');
  await pipeline(Readable.from(mebibytes(sizeBytes, watch)), upload);
  const [answer] = await answered;
  assert.equal(answer.statusCode, 201);
  let received = 0;
  let nextWatch = 0;
  for await (const chunk of await download(`${url}/files/big`)) {
    received += chunk.length;
    if (received < nextWatch) continue;
    mostMb = Math.max(mostMb, await memoryMb(url));
    nextWatch += 16 * MEBIBYTE;
  }
  assert.equal(received, sizeBytes);
  const grown = ((mostMb - beforeMb) * MEBIBYTE) / sizeBytes;
  assert.ok(grown < 1 / 3, `memory grew by ${grown} of the size of the file`);
});

async function* mebibytes(bytes: number, watch: (sent: number) => Promise<void>): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(MEBIBYTE, 'x');
  for (let sent = 0; sent < bytes; sent += MEBIBYTE) {
    await watch(sent);
    yield piece;
  }
}

async function download(url: string): Promise<AsyncIterable<Buffer>> {
  const sent = request(url, { agent: false }).end();
  const [response] = await once(sent, 'response');
  return response;
}

async function memoryMb(url: string): Promise<number> {
  return json(await call(url, 'GET', '/metrics/memory')).sys_mb;
}

async function errorsOf({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('the service has no stderr');
  return text(stderr);
}
