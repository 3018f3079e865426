/** Faults of what is stored, over HTTP. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { call, formOf, json, serve, temporaryFolder, until } from '../test-service.ts';
import { readFaults } from './read.ts';

const SIZE_BYTES = 300_000; // several reads of the storage
const DOWNLOADS = 100;

/** The service with a fault and one file `a` in it. */
async function serveFile(t: TestContext, fault: string): Promise<{ url: string; content: Buffer }> {
  const url = await serve(t, { faults: readFaults(fault) });
  const content = Buffer.alloc(SIZE_BYTES, 'content');
  assert.equal((await call(url, 'PUT', '/files/a', content)).status, 201);
  return { url, content };
}

interface Download {
  announcedBytes: number;
  body: Buffer;
  /** All of the announced bytes came. */
  complete: boolean;
}

/** One download that may fail half way. */
async function download(url: string): Promise<Download> {
  const sent = request(`${url}/files/a`, { agent: false })
    .on('error', () => {})
    .end();
  const [response]: [IncomingMessage] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  response.on('data', (chunk) => chunks.push(chunk)).on('error', () => {});
  await new Promise((closed) => response.once('close', closed)); // `once` would throw for one that is cut
  const announcedBytes = Number(response.headers['content-length']);
  return { announcedBytes, body: Buffer.concat(chunks), complete: response.complete };
}

async function downloads(url: string): Promise<Download[]> {
  const all: Download[] = [];
  for (let i = 0; i < DOWNLOADS; i++) all.push(await download(url));
  return all;
}

/** A share is exact to a request or two. */
function assertTenth(hits: number): void {
  assert.ok(Math.abs(hits - DOWNLOADS / 10) <= 2, `${hits} of ${DOWNLOADS}`);
}

test('corrupt: a tenth of the downloads has other bytes, as many as it should, and the file stays whole', async (t) => {
  const { url, content } = await serveFile(t, 'corrupt:share=0.1');
  const all = await downloads(url);
  assert.ok(all.every(({ complete, body }) => complete && body.length === SIZE_BYTES));
  assertTenth(all.filter(({ body }) => !body.equals(content)).length);
});

test('truncate: a tenth of the downloads ends half way', async (t) => {
  t.mock.method(console, 'error', () => {}); // the service notices, as it would notice a short disk
  const { url, content } = await serveFile(t, 'truncate:share=0.1');
  const all = await downloads(url);
  const cut = all.filter(({ complete }) => !complete);
  assertTenth(cut.length);
  for (const { announcedBytes, body } of cut) {
    assert.equal(announcedBytes, SIZE_BYTES);
    assert.ok(body.length <= SIZE_BYTES / 2);
  }
  assert.ok(all.filter(({ complete }) => complete).every(({ body }) => body.equals(content)));
});

test('wrong-length: a tenth of the downloads announces less than the file has', async (t) => {
  t.mock.method(console, 'error', () => {});
  const { url } = await serveFile(t, 'wrong-length:share=0.1:bytes=7');
  const announced = (await downloads(url)).map(({ announcedBytes }) => announcedBytes);
  assertTenth(announced.filter((bytes) => bytes === SIZE_BYTES - 7).length);
  assert.ok(announced.every((bytes) => bytes === SIZE_BYTES || bytes === SIZE_BYTES - 7));
});

test('lost-file: half of the uploads is acknowledged but not there, and nothing of it is left', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder, faults: readFaults('lost-file:share=0.5') });
  const names = Array.from({ length: 40 }, (_, i) => `f${i}`);
  for (const name of names) assert.equal((await call(url, 'PUT', `/files/${name}`, 'x')).status, 201);
  const there = await Promise.all(names.map((name) => call(url, 'GET', `/files/${name}`)));
  const lost = there.filter(({ status }) => status === 404).length;
  assert.ok(Math.abs(lost - names.length / 2) <= 2, `${lost} of ${names.length}`);
  assert.equal(readdirSync(join(folder, 'files')).length, names.length - lost);
  assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
});

test('list-forgets: the same files are missing from every list, and can be downloaded', async (t) => {
  const url = await serve(t, { faults: readFaults('list-forgets:share=0.3') });
  const names = Array.from({ length: 60 }, (_, i) => `f${i}`);
  for (const name of names) await call(url, 'PUT', `/files/${name}`, name);
  const listed = await listAll(url, 100);
  assert.ok(listed.length > names.length / 2 && listed.length < names.length, String(listed.length));
  assert.deepEqual(await listAll(url, 1), listed);
  for (const name of names) assert.equal((await call(url, 'GET', `/files/${name}`)).body.toString(), name);
});

test('list-twice: the same files are in every list twice, and all others once', async (t) => {
  const url = await serve(t, { faults: readFaults('list-twice:share=0.3') });
  const names = Array.from({ length: 60 }, (_, i) => `f${i}`);
  for (const name of names) await call(url, 'PUT', `/files/${name}`, name);
  const listed = await listAll(url, 100);
  assert.deepEqual(new Set(listed), new Set(names));
  assert.ok(listed.length > names.length && listed.length < 2 * names.length, String(listed.length));
});

test('list-stale: a removed file stays in the list for a while, as it was, and cannot be downloaded', async (t) => {
  const url = await serve(t, { faults: readFaults('list-stale:seconds=0.2') });
  await call(url, 'PUT', '/files/a.bin', 'x');
  const before = await listAll(url, 100);
  assert.equal((await call(url, 'DELETE', '/files/a.bin')).status, 204);
  assert.deepEqual(await listAll(url, 100), before);
  assert.equal((await call(url, 'GET', '/files/a.bin')).status, 404);
  await call(url, 'PUT', '/files/b.bin', 'x');
  await until('the list has forgotten it', async () => {
    await call(url, 'PUT', '/files/c.bin', 'x');
    return !(await listAll(url, 100)).includes('a.bin');
  });
});

async function listAll(url: string, limit: number): Promise<string[]> {
  const names: string[] = [];
  for (let after = ''; ; after = names.at(-1) ?? '') {
    const { files, next } = json(await call(url, 'GET', `/files?limit=${limit}&after=${after}`));
    names.push(...files.map(({ id }: { id: string }) => id));
    if (next === null) return names;
  }
}

test('disk-full: what fits is stored, then uploads of both kinds are 507 and leave nothing', async (t) => {
  const folder = temporaryFolder(t);
  const url = await serve(t, { folder, faults: readFaults('disk-full:mb=1') });
  const body = Buffer.alloc(400_000);
  const statuses: number[] = [];
  for (const name of ['a', 'b', 'c', 'd'])
    statuses.push((await call(url, 'PUT', `/files/${name}`, body)).status);
  assert.deepEqual(statuses, [201, 201, 507, 507]);
  const form = formOf({ e: body });
  assert.equal((await call(url, 'POST', '/batch', form.body, form.headers)).status, 507);
  assert.deepEqual(readdirSync(join(folder, 'files')), ['a', 'b']);
  assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
  assert.equal((await call(url, 'GET', '/files/a')).status, 200);
});
