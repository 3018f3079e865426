import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { type TestContext, test } from 'node:test';
import { server } from '../../testing/http-server.ts';
import { newClient } from '../client.ts';
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
  assert.match(found?.leftNotes[0] ?? '', /^bb-init-[0-9a-f]{12}\.bin may be left on the service/);
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
  assert.match(found?.leftNotes[0] ?? '', /is left/);
});

test('a service that gives what came last to whoever asks shows no download, and nothing is removed', async (t) => {
  const { url, asked } = await box(t, () => {}, { isLast: true });
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
  assert.equal(found?.routes.download, undefined);
  assert.ok(!asked.includes('DELETE'));
});

test('a route that the user names is sent nothing where it names no file, and is written where it does', async (t) => {
  const { url, asked } = await box(t);
  const remove = async (path: string) =>
    (await tryIdea(newClient(url, NEVER), PUT, { remove: { path } }, is(404))).found;
  const all = await remove('/box');
  assert.equal(all?.routes.remove, undefined);
  assert.match(all?.notes.join() ?? '', /DELETE \/box does not name a file, so it is left out/);
  assert.match(all?.leftNotes.join() ?? '', / left on the service/);
  const papers = await remove('/papers/{id}');
  assert.equal(papers?.routes.remove, '/papers/{id}');
  assert.match(
    papers?.notes.join() ?? '',
    /written as you gave it, but was not seen to remove the file: it returns 404/,
  );
  assert.ok(!asked.includes('DELETE /box'));
});

test('routes that the user names and that show nothing are written with a note of what was seen', async (t) => {
  const { url, files } = await box(t);
  const given = { list: { path: '/all' }, download: { path: '/raw/{name}' } };
  const { found } = await tryIdea(newClient(url, NEVER), PUT, given, is(404));
  assert.equal(found?.routes.list, '/all');
  assert.equal(found?.routes.download, '/raw/{name}');
  assert.match(
    found?.notes.join() ?? '',
    /GET \/raw\/\{name\} is written as you gave it, although it returns 404/,
  );
  assert.match(found?.notes.join() ?? '', /GET \/all returns 404; it is written/);
  assert.equal(files.size, 0);
});

for (const { about, files: count, labels, note } of [
  {
    about: 'in pages',
    files: 40,
    labels: 3,
    note: /^GET \/box shows 40 files but not the one just stored: it is paginated/,
  },
  {
    about: 'too long to be read',
    files: 120_000,
    labels: 3,
    note: /^GET \/box returns \d+ MB; more than 8 are not read/,
  },
  { about: 'too short to be one', files: 2, labels: 0, note: undefined },
])
  test(`a list that is ${about}`, async (t) => {
    const entries = Array.from({ length: count }, (_, index) => ({
      name: `scan-${index}.pdf`,
      labels: Array(labels).fill('kept for ten years'),
    }));
    const { url } = await box(t, () => {}, { list: JSON.stringify(entries) });
    const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
    assert.equal(found?.routes.list, note === undefined ? undefined : '/box');
    if (note !== undefined) assert.match(found?.notes[0] ?? '', note);
    assert.ok(!found?.isLeft);
  });

test('labels that entries have are no files that could be missing', async (t) => {
  const { url } = await box(t, () => {}, { labels: ['scan', 'invoice'] });
  const { found } = await tryIdea(newClient(url, NEVER), PUT, {}, is(404));
  assert.deepEqual(found?.notes, []);
  assert.deepEqual(found?.routes.remove, { path: '/box/{name}', expect: [200] });
});

/** Keeps files by their path. */
async function box(
  t: TestContext,
  look: (request: IncomingMessage) => void = () => {},
  {
    removes = true,
    isLast = false,
    kept = (bytes: Buffer) => bytes,
    list = undefined as string | undefined,
    labels = undefined as string[] | undefined,
  } = {},
) {
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const { url } = await server(t, async (request, response) => {
    const { method = '', url: path = '' } = request;
    asked.push(path === '/box' && method === 'DELETE' ? 'DELETE /box' : method);
    look(request);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const entries = [...files.keys(), '/box/a.pdf'].map((name) => ({ name, labels }));
    const listed = list ?? (labels === undefined ? undefined : JSON.stringify(entries));
    if (method === 'GET' && path === '/box' && listed !== undefined) {
      response.end(listed);
      return;
    }
    if (method === 'PUT') files.set(path, kept(Buffer.concat(chunks)));
    const file = isLast && path.startsWith('/box/') ? [...files.values()].at(-1) : files.get(path);
    if (method === 'DELETE' && removes) files.delete(path);
    response.writeHead(file === undefined ? 404 : 200).end(method === 'GET' ? file : '');
  });
  return { url, asked, files };
}
