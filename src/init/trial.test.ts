import assert from 'node:assert/strict';
import { test } from 'node:test';
import { server } from '../provision/fixtures.ts';
import { newClient } from './client.ts';
import { NO_PLACES, type UploadIdea } from './idea.ts';
import { tryIdea } from './trial.ts';

const NEVER = new AbortController().signal;
const PUT: UploadIdea = {
  from: 'guess',
  style: 'raw',
  method: 'PUT',
  path: '/box/{name}',
  places: NO_PLACES,
};
const is = (status: number) => (answer: { status: number }) => answer.status === status;

test('Ctrl-C while the file is read back still removes it', async (t) => {
  const interrupted = new AbortController();
  const asked: string[] = [];
  const { url } = await server(t, ({ method = '' }, response) => {
    asked.push(method);
    if (method === 'GET') interrupted.abort();
    response
      .writeHead(method === 'DELETE' && asked.filter((each) => each === 'DELETE').length > 1 ? 404 : 200)
      .end();
  });
  const client = newClient(url, interrupted.signal);
  await assert.rejects(tryIdea(client, PUT, {}, is(404)), { code: 'interrupted' });
  assert.deepEqual(asked.slice(0, 3), ['PUT', 'GET', 'DELETE']);
});

test('a service that says yes and keeps nothing is found out', async (t) => {
  const { url } = await server(t, ({ method }, response) => {
    response.writeHead(method === 'PUT' ? 201 : 404).end();
  });
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
  assert.equal(found?.isProven, false);
  assert.match(found?.notes[0] ?? '', /^bb-init-[0-9a-f]{12}\.bin may be left on the service/);
});

test('an answer that the service gives to everything is no sign that it took a file', async (t) => {
  const { url, requests } = await server(t, (_, response) => response.end('hi'));
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(200));
  assert.equal(found, undefined);
  assert.equal(requests.length, 1);
});

test('bytes that come back changed are not the file', async (t) => {
  const files = new Map<string, string>();
  const { url } = await server(t, async (request, response) => {
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'PUT') files.set(path, Buffer.concat(chunks).toString('utf8'));
    if (request.method === 'DELETE') files.delete(path);
    response.writeHead(files.has(path) || request.method === 'DELETE' ? 200 : 404).end(files.get(path));
  });
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
  assert.equal(found?.routes.download, undefined);
});

test('a removal that is acknowledged and does not happen is not taken for one', async (t) => {
  let kept = Buffer.alloc(0);
  const { url } = await server(t, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'PUT') kept = Buffer.concat(chunks);
    const isOne = /^\/box\/[^/]+$/.test(request.url ?? '');
    response.writeHead(isOne ? 200 : 404).end(isOne ? kept : '');
  });
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
  assert.equal(found?.routes.download, '/box/{name}');
  assert.equal(found?.routes.remove, undefined);
  assert.match(found?.notes[0] ?? '', /may be left/);
});
