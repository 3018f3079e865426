import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { type TestContext, test } from 'node:test';
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

test('Ctrl-C while the file is read back still removes it, once it was seen to be ours', async (t) => {
  const interrupted = new AbortController();
  const { url, asked, files } = await box(t, ({ method }) => {
    if (method === 'GET' && files.size > 0) interrupted.abort();
  });
  const client = newClient(url, interrupted.signal);
  await assert.rejects(tryIdea(client, PUT, {}, is(404)), { code: 'interrupted' });
  assert.equal(asked.filter((each) => each === 'DELETE').length, 1);
  assert.equal(files.size, 0);
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
  assert.equal(requests.filter((path) => path.includes('bb-init-')).length, 1);
});

test('bytes that come back changed are not the file', async (t) => {
  const { url } = await box(t, () => {}, { kept: (bytes) => Buffer.from(bytes.toString('utf8')) });
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
  assert.equal(found?.routes.download, undefined);
});

test('a removal that is acknowledged and does not happen is not taken for one', async (t) => {
  const { url } = await box(t, () => {}, { removes: false });
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
  assert.equal(found?.routes.download, '/box/{name}');
  assert.equal(found?.routes.remove, undefined);
  assert.match(found?.notes[0] ?? '', /may be left/);
});

test('a service that gives what came last to whoever asks shows no download, and nothing is removed', async (t) => {
  const { url, asked } = await box(t, () => {}, { isLast: true });
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
  assert.equal(found?.routes.download, undefined);
  assert.ok(!asked.includes('DELETE'));
});

test('a route that the user names is sent nothing either where it names no file, or is that of another', async (t) => {
  const { url, asked } = await box(t);
  for (const path of ['/box', '/papers/{id}']) {
    const { found } = await tryIdea(newClient(url, NEVER), PUT, { remove: { path } }, is(404));
    assert.equal(found?.routes.remove, undefined);
    assert.match(found?.notes[0] ?? '', /is left on the service: nothing shows|may be left on the service/);
  }
  assert.ok(!asked.includes('DELETE /box'));
});

/** Keeps files by their path. */
async function box(
  t: TestContext,
  look: (request: IncomingMessage) => void = () => {},
  { removes = true, isLast = false, kept = (bytes: Buffer) => bytes } = {},
) {
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const { url } = await server(t, async (request, response) => {
    const { method = '', url: path = '' } = request;
    asked.push(path === '/box' && method === 'DELETE' ? 'DELETE /box' : method);
    look(request);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (method === 'PUT') files.set(path, kept(Buffer.concat(chunks)));
    const file = isLast && path.startsWith('/box/') ? [...files.values()].at(-1) : files.get(path);
    if (method === 'DELETE' && removes) files.delete(path);
    response.writeHead(file === undefined ? 404 : 200).end(method === 'GET' ? file : '');
  });
  return { url, asked, files };
}
