/** Runs on services that lose what is others' when one removes what one did not make, described by a careless user. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SCRIPT_ENV, type TargetRoutes } from '../../contract/contract.ts';
import { UNUSUAL_IDS } from '../../init/unusual/ids.ts';
import { UNUSUAL_REMOVALS } from '../../init/unusual/removals.ts';
import { listenerOf, Store, type Ways } from '../../init/unusual/store.ts';
import { K6 } from '../../provision/k6.ts';
import { provision } from '../../provision/provision.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { server } from '../http-server.ts';

/** Each is a process that wants a core for a second to start, and other files run at the same time. */
const AT_ONCE = 2;
/** https://github.com/grafana/k6/blob/master/errext/exitcodes/codes.go */
const SCRIPT_THREW = 107;
const SEED = 0xf00ffee1;
/** How the names of this load begin; some of the others' begin alike. */
const OURS = `bb-${SEED.toString(16)}-`;

const BY_HAND: TargetRoutes = {
  ping: '/health',
  upload: { style: 'multipart', path: '/files', field: 'file', id: { json: 'id' } },
  list: { path: '/files', json: { entries: 'files', name: 'name', id: 'id' } },
  download: '/files/{id}',
  remove: '/files/{id}',
};

test('a load leaves what is others’ alone', async (t) => {
  const { path: k6 } = await provision(K6, { root: PROJECT_ROOT, progress: () => {} });
  const queue = [...UNUSUAL_IDS, ...UNUSUAL_REMOVALS].filter(({ wrong }) => wrong !== undefined);
  const next = async (): Promise<void> => {
    for (let service = queue.shift(); service !== undefined; service = queue.shift()) {
      const { about, ways, wrong } = service;
      await t.test(`where ${about}`, (each) => playOn(each, k6, ways(), { ...BY_HAND, ...wrong }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
});

test('a removal that takes all that begins with our id is told, although it took nothing else at first', async (t) => {
  const { path: k6 } = await provision(K6, { root: PROJECT_ROOT, progress: () => {} });
  const OTHERS = 5;
  const ways: Ways = {
    newId: ({ made }) => (made <= OTHERS ? `904${made}` : String(900 + made - OTHERS)),
    remove({ id }, { files }) {
      for (const other of [...files.keys()].filter((each) => each.startsWith(id))) files.delete(other);
      return { status: 204 };
    },
  };
  const store = new Store(ways);
  const { url } = await server(t, listenerOf(ways, store));
  const { code, said } = await load(k6, url, BY_HAND);
  assert.notEqual(code, 0, said);
  assert.match(said, /since the load began, files that are not ours are gone, such as thesis\.pdf/);
  assert.equal(store.lost().length, OTHERS);
});

async function playOn(t: TestContext, k6: string, ways: Ways, routes: TargetRoutes): Promise<void> {
  const store = new Store(ways);
  const there = store.files.size;
  const { url } = await server(t, listenerOf(ways, store));
  const { code, said } = await load(k6, url, routes);
  assert.deepEqual(store.lost(), [], said);
  // Either what stays was noted, so that `cleanup` can name it, or nothing stays.
  if (code !== SCRIPT_THREW) return assert.equal(store.files.size, there, said);
  const stay = [...store.files.values()].map(({ name }) => name).filter((name) => name.startsWith(OURS));
  for (const name of [`${OURS}trial.bin`, ...stay])
    assert.ok(said.includes(noteOf(name)), `${name}\n${said}`);
}

/** How k6 logs a note, as JSON in JSON. */
const noteOf = (file: string): string => JSON.stringify(JSON.stringify({ stored: { file } })).slice(1, -1);

async function load(
  k6: string,
  url: string,
  routes: TargetRoutes,
): Promise<{ code: number | null; said: string }> {
  const env = {
    PATH: process.env.PATH,
    [SCRIPT_ENV.baseUrl]: url,
    [SCRIPT_ENV.routes]: JSON.stringify(routes),
    [SCRIPT_ENV.vus]: '2',
    [SCRIPT_ENV.duration]: '2',
    [SCRIPT_ENV.seed]: String(SEED),
  };
  const script = join(PROJECT_ROOT, 'dist', 'scripts', 'upload.js');
  const child = spawn(
    k6,
    ['run', '--quiet', '--no-usage-report', '--address', '', '--log-format', 'json', script],
    {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}
