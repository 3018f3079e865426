import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Target } from '../plan/targets/targets.ts';
import { noise, stamp } from '../shared/content.ts';
import { cleanUp } from './cleanup.ts';
import type { Left, LeftFile } from './stored-notes.ts';

const SEED = 0xabc;
const NOTHING: Left = { files: [], datasets: [], users: [] };

function bytesOf(name: string, size = 3000): Buffer {
  const bytes = noise(SEED, size, (text) => createHash('sha512').update(text).digest());
  stamp(bytes, SEED, name);
  return Buffer.from(bytes);
}

interface Store {
  baseUrl: string;
  files: Map<string, Buffer>;
  asked: string[];
}

type Answer = (request: IncomingMessage, response: ServerResponse, store: Store) => void;

/** Files by the last part of the path; `odd` may answer first. */
async function storeWith(t: TestContext, files: [string, Buffer][], odd?: Answer): Promise<Store> {
  const store: Store = { baseUrl: '', files: new Map(files), asked: [] };
  const http = createServer((request, response) => {
    const { method, url = '' } = request;
    const key = decodeURIComponent(url.split('/').at(-1) ?? '');
    store.asked.push(`${method} ${key} ${request.headers.authorization ?? ''}`.trim());
    odd?.(request, response, store);
    if (response.writableEnded) return;
    const bytes = store.files.get(key);
    response.statusCode = bytes === undefined ? 404 : method === 'DELETE' ? 204 : 200;
    if (method === 'DELETE') store.files.delete(key);
    response.end(method === 'GET' ? bytes : undefined);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.after(() => http.close());
  store.baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return store;
}

const BY_NAME = { ping: '/', download: '/files/{name}', remove: '/files/{name}' };
const BY_ID = {
  ping: '/',
  upload: { style: 'raw', path: '/files', id: { json: 'id' } },
  download: '/files/{id}',
  remove: '/files/{id}',
} as const;

function clean(
  { baseUrl }: Store,
  routes: Target['routes'],
  left: Partial<Left>,
  more: Partial<Target> & { dryRun?: boolean } = {},
) {
  const { dryRun = false, ...parts } = more;
  const target: Target = { name: 't', about: 't', health: '/', probes: {}, routes, ...parts };
  const signal = new AbortController().signal;
  return cleanUp({ baseUrl, target, seed: SEED, left: { ...NOTHING, ...left }, dryRun, signal });
}

function named(...names: string[]): LeftFile[] {
  return names.map((name) => ({ name, vu: 1 }));
}

test('what is the run’s goes, whole or cut short; what only has its name stays, and so does all else', async (t) => {
  const [whole, short, other] = ['bb-abc-1-0.bin', 'bb-abc-1-1.bin', 'bb-abc-1-2.bin'];
  const foreign = ['bb-abd-1-0.bin', 'bb-abc-1-0.bin.txt', 'report.pdf'];
  const store = await storeWith(t, [
    [whole, bytesOf(whole)],
    [short, bytesOf(short).subarray(0, 1200)],
    [other, Buffer.from('somebody wrote over it')],
    ...foreign.map((name) => [name, bytesOf(whole)] as [string, Buffer]),
  ]);
  const files = named(whole, short, other, 'bb-abc-1-3.bin');
  const looked = await clean(store, BY_NAME, { files }, { dryRun: true });
  assert.deepEqual([looked.removed, store.files.size], [2, 6], 'a dry run removes nothing');
  const first = await clean(store, BY_NAME, { files });
  assert.deepEqual(
    [first.removed, first.gone, [...first.stays]],
    [2, 1, [['it could not be shown to be of this run: its content differs', 1]]],
  );
  assert.deepEqual([...store.files.keys()], [other, ...foreign]);
  const second = await clean(store, BY_NAME, { files });
  assert.deepEqual([second.removed, second.gone, second.stays.size], [0, 3, 1]);
});

test('an id that somebody else’s file has got since is left alone', async (t) => {
  const name = 'bb-abc-1-0.bin';
  const store = await storeWith(t, [
    ['7', Buffer.from('hers')],
    ['8', bytesOf(name)],
  ]);
  const files = [
    { name: 'bb-abc-1-9.bin', vu: 1, id: '7' },
    { name, vu: 1, id: '8' },
  ];
  const { removed, stays } = await clean(store, BY_ID, { files });
  assert.deepEqual([removed, [...stays.values()]], [1, [1]]);
  assert.deepEqual([...store.files.keys()], ['7']);
});

test('an id that was never told is taken from the list; without one it is said that it cannot be known', async (t) => {
  const name = 'bb-abc-1-0.bin';
  const list = JSON.stringify([
    { name, id: 'x1' },
    { name: 'hers', id: 'x2' },
  ]);
  const store = await storeWith(
    t,
    [
      ['x1', bytesOf(name)],
      ['x2', bytesOf(name)],
    ],
    ({ url }, response) => {
      if (url === '/list') response.end(list);
    },
  );
  const blind = await clean(store, BY_ID, { files: named(name) });
  assert.match([...blind.stays.keys()].join(), /its id is unknown/);
  const routes = { ...BY_ID, list: { path: '/list', json: { name: 'name', id: 'id' } } };
  assert.equal((await clean(store, routes, { files: named(name, 'bb-abc-1-1.bin') })).removed, 1);
  assert.deepEqual([...store.files.keys()], ['x2']);
});

test('what cannot be read goes by a name that only this run gives, never by an id alone', async (t) => {
  const name = 'bb-abc-1-0.bin';
  const store = await storeWith(t, [
    [name, bytesOf(name)],
    ['7', bytesOf(name)],
  ]);
  const { download: _name, ...byName } = BY_NAME;
  const { download: _id, ...byId } = BY_ID;
  assert.equal((await clean(store, byName, { files: named(name) })).removed, 1);
  const { removed, stays } = await clean(store, byId, { files: [{ name, vu: 1, id: '7' }] });
  assert.deepEqual([removed, stays.size], [0, 1]);
  assert.deepEqual([...store.files.keys()], ['7']);
});

test('a service that only says that it removes is not believed', async (t) => {
  const name = 'bb-abc-1-0.bin';
  const store = await storeWith(t, [[name, bytesOf(name)]], ({ method }, response) => {
    if (method === 'DELETE') response.end();
  });
  const { removed, stays } = await clean(store, BY_NAME, { files: named(name) });
  assert.deepEqual(
    [removed, [...stays.keys()]],
    [0, ['the service says that it removed it, but still has it']],
  );
});

test('each file is asked for as the user of the load that stored it', async (t) => {
  const store = await storeWith(t, []);
  const files = [
    { name: 'bb-abc-1-0.bin', vu: 1 },
    { name: 'bb-abc-2-0.bin', vu: 2 },
    { name: 'bb-abc-seed-0.bin', vu: 0 },
  ];
  await clean(store, BY_NAME, { files }, { auth: [{ bearer: 'one' }, { bearer: 'two' }] });
  assert.deepEqual(store.asked.sort(), [
    'GET bb-abc-1-0.bin Bearer one',
    'GET bb-abc-2-0.bin Bearer two',
    'GET bb-abc-seed-0.bin Bearer one',
  ]);
});

test('datasets go at the version that they have, and users by a token of their own', async (t) => {
  const seen: string[] = [];
  const store = await storeWith(t, [], (request, response) => {
    const { method, url, headers } = request;
    seen.push(`${method} ${url} ${headers['if-match'] ?? headers['x-token'] ?? ''}`.trim());
    if (url?.endsWith('d0')) response.setHeader('ETag', '"5"').end('{"v":1}');
    if (url === '/enrol') response.end('{"token":"t-7"}');
    if (url === '/me') response.end();
  });
  const version = { header: 'ETag' };
  const catalog = {
    create: { path: '/{name}' },
    read: { path: '/{name}', version, value: { json: 'v' } },
    update: { path: '/{name}' },
    remove: { path: '/{name}', headers: { 'If-Match': '{version}' } },
  };
  const journey = {
    enrol: [{ op: 'enrol', path: '/enrol', json: { name: '{user}' }, capture: { token: { json: 'token' } } }],
    headers: { 'X-Token': '{token}' },
    tasks: [],
    leave: [{ op: 'leave', path: '/me', method: 'DELETE' as const }],
  };
  const datasets = ['bb-abc-d0', 'bb-abc-d1'].map((name) => ({ name, id: name }));
  const left = { datasets, users: [7] };
  const { removed, gone } = await clean(store, BY_NAME, left, { catalog, journey });
  assert.deepEqual([removed, gone], [2, 1]);
  assert.deepEqual(seen.sort(), [
    'DELETE /bb-abc-d0 "5"',
    'DELETE /me t-7',
    'GET /bb-abc-d0',
    'GET /bb-abc-d1',
    'POST /enrol',
  ]);
});

test('a service that is not there is told once, not for each file', async (t) => {
  const store = await storeWith(t, []);
  const files = Array.from({ length: 500 }, (_, turn) => ({ name: `bb-abc-1-${turn}.bin`, vu: 1 }));
  await assert.rejects(clean({ ...store, baseUrl: 'http://127.0.0.1:9' }, BY_NAME, { files }), {
    code: 'target',
    message: /does not respond .* give its current address with --base-url$/,
  });
});
