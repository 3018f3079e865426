import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { server } from '../testing/http-server.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import type { Asker } from './ask.ts';
import { authWords } from './auth-words.ts';
import { newClient } from './client.ts';
import { NOBODY, somebody } from './fixtures.ts';
import { type Survey, surveyOf } from './survey.ts';
import { writeTargetFile } from './target-file.ts';
import type { Wishes } from './wishes.ts';

const NEVER = new AbortController().signal;
const WISHES: Wishes = {
  file: '/nowhere.json',
  command: [],
  given: {},
  probes: {},
  readOnly: false,
  json: false,
};

/** A store of files below /box, that wants a header where `authorization` says so. */
async function store(t: TestContext, authorization?: string) {
  const files = new Map<string, Buffer>();
  const { url } = await server(t, async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url: path = '' } = request;
    if (path === '/healthz') return response.end('ok');
    if (authorization !== undefined && request.headers.authorization !== authorization)
      return response.writeHead(401).end();
    if (path === '/login') return response.writeHead(404).end();
    if (path === '/box') return response.end(JSON.stringify([...files.keys()]));
    const name = /^\/box\/([\w.-]+)$/.exec(path)?.[1];
    if (name === undefined) return response.writeHead(404).end();
    if (method === 'PUT') files.set(name, Buffer.concat(chunks));
    if (method === 'DELETE') return response.writeHead(files.delete(name) ? 204 : 404).end();
    return response.writeHead(files.has(name) ? 200 : 404).end(files.get(name));
  });
  return { url, files };
}

function survey(url: string, changes: Partial<Wishes>, asker: Asker = NOBODY): Promise<Survey> {
  return surveyOf(newClient(url, NEVER), { ...WISHES, ...changes }, asker, NEVER);
}

const UPLOAD = { upload: { from: 'flag', style: 'raw', method: 'PUT', path: '/box/{name}' } } as const;
const GIVEN = { upload: { ...UPLOAD.upload, places: { lists: [], downloads: [], removes: [] } } };
const ROUTES = {
  upload: { style: 'raw', path: '/box/{name}', expect: [200] },
  list: '/box',
  download: '/box/{name}',
  remove: { path: '/box/{name}', expect: [204] },
};

test('what is named is tried, what goes with it is found, and nothing is left', async (t) => {
  const { url, files } = await store(t);
  const { health, storage } = await survey(url, { given: GIVEN });
  assert.equal(health.path, '/healthz');
  assert.deepEqual(storage.found?.routes, ROUTES);
  assert.deepEqual(storage.found?.notes, []);
  assert.equal(files.size, 0);
});

test('what cannot be found is asked for', async (t) => {
  const { url } = await store(t);
  const asker = somebody(['y', 'PUT box', 'PUT /box/{name}']);
  const { storage } = await survey(url, {}, asker);
  assert.deepEqual(storage.found?.routes, ROUTES);
  assert.match(asker.asked[0] ?? '', /Store one 512-byte file/);
  assert.match(asker.asked[1] ?? '', /How does it accept a file\?/);
  assert.equal(asker.asked.length, 3);
});

test('a user who says no has nothing stored', async (t) => {
  const { url } = await store(t);
  const { storage } = await survey(url, { given: GIVEN }, somebody(['n']));
  assert.deepEqual(storage.found?.routes, { upload: { style: 'raw', path: '/box/{name}' } });
  assert.deepEqual(storage.found?.notes, ['the file routes were not tried']);
});

test('who asks is asked for where somebody is there, and else the flag is named', async (t) => {
  process.env.SURVEY_TOKEN = 's3cret-token';
  t.after(() => {
    delete process.env.SURVEY_TOKEN;
  });
  const { url } = await store(t, 'Bearer s3cret-token');
  await assert.rejects(survey(url, { given: GIVEN }), {
    code: 'usage',
    message: /^PUT \/box\/\{name\} returns 401: .*add --auth with one of bearer:API_TOKEN/,
  });
  // even where the upload would have to be guessed, and every path is refused alike
  await assert.rejects(survey(url, {}), { code: 'usage', message: /returns 401: .*add --auth/ });
  const asker = somebody(['y', 'bearer:SURVEY_TOKEN']);
  const { storage, auth } = await survey(url, { given: GIVEN }, asker);
  assert.deepEqual(auth, { bearer: `\${SURVEY_TOKEN}` });
  assert.deepEqual(storage.found?.routes, ROUTES);
  await assert.rejects(survey(url, { given: GIVEN, auth: authWords('basic:me:SURVEY_TOKEN') }), {
    message: /returns 401 despite the credentials; check --auth/,
  });
  await assert.rejects(survey(url, { auth: authWords('login:/login:me:SURVEY_TOKEN') }), {
    code: 'target',
    message: /the login at \/login returned no token/,
  });
});

test('a probe that is named and says nothing is told', async (t) => {
  const { url } = await store(t);
  const { notes, written } = await survey(url, { readOnly: true, probes: { prometheus: '/nothing' } });
  assert.deepEqual(notes, ['the prometheus probe at /nothing returns no data: it returns 404']);
  assert.deepEqual(written, { prometheus: '/nothing' });
});

test('a service that refuses every path for the name of its host is told as such, and not held to the refusal', async (t) => {
  const answering = async (status: number, body: string) => {
    const { url } = await server(t, (_, response) => response.writeHead(status).end(body));
    return await survey(url, { readOnly: true });
  };
  const django = await answering(400, '<h1>Bad Request (400)</h1>');
  assert.match(
    django.notes.join(),
    /every path returns 400 \(Bad Request \(400\)\): the service may not accept the host name 127\.0\.0\.1:\d+ /,
  );
  const folder = await tempFolder(t);
  const written = writeTargetFile(join(folder, 't.json'), { baseUrl: 'http://127.0.0.1:1' }, django);
  assert.deepEqual((written as { routes: object }).routes, { ping: '/' });
  assert.match(
    (await answering(403, 'Blocked hosts: 127.0.0.1')).notes.join(),
    /may not accept the host name/,
  );
  assert.doesNotMatch((await answering(403, 'Forbidden')).notes.join(), /host name/);
  assert.doesNotMatch((await answering(404, 'Host not found')).notes.join(), /host name/);
});
