/** The load, and all that burstbox asks itself, goes to the host that was named: whatever the environment or the service says. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { isLoopbackName, isThisMachine } from '../../network/addresses.ts';
import { K6 } from '../../provision/k6.ts';
import { provision } from '../../provision/provision.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { server } from '../http-server.ts';
import { inWorld, startReference } from './cli.ts';

const SHORT = '--vus 2 --duration 5s';

test('proxies and k6 settings of the environment change nothing', async (t) => {
  const name = await nameOfThisMachine();
  if (name === undefined) {
    t.skip('no name but localhost leads to this machine alone');
    return;
  }
  await inWorld(async (world) => {
    const { path: k6 } = await provision(K6, { root: PROJECT_ROOT, progress: () => {} });
    const proxy = await connectionCounter(t);
    const { env, out } = hostile(world.folder, proxy.url, k6);
    const port = await freePort();
    const service = await startReference(port);
    t.after(() => service.stop());
    const url = `http://${name}:${port}`;

    // The trap works: k6 as the user has it falls into it.
    const script = join(world.folder, 'plain.js');
    writeFileSync(script, `import http from 'k6/http';\nexport default () => http.get('${url}/ping');\n`);
    const fallen = promisify(execFile)(k6, ['run', '--vus', '1', '--iterations', '5', script], {
      env: { ...process.env, ...env },
      timeout: 60_000,
    });
    assert.match((await fallen).stderr, /Request:/);
    assert.ok(proxy.count() > 0);
    assert.ok(existsSync(out));
    rmSync(out);
    const before = proxy.count();

    const { code, stderr } = await world.run(`ping upload ${SHORT} --base-url ${url}`, env);
    assert.notEqual(code, 64, stderr);
    for (const scenario of ['ping', 'upload']) {
      const { metrics } = stored(world.results, scenario, 'summary.json');
      assert.equal(metrics.vus_max?.values.max, 2, scenario);
      assert.ok((metrics.http_reqs?.values.count ?? 0) > 2, scenario);
      assert.doesNotMatch(text(world.results, scenario, 'k6.log'), /Request:|Response:/);
    }
    const init = await world.run(`init ${join(world.folder, 'made.json')} --base-url ${url}`, env);
    assert.equal(init.code, 0, init.stderr);
    assert.equal(proxy.count() - before, 0, 'connections to the proxy');
    assert.equal(existsSync(out), false);
  });
});

test('where a service redirects to, nothing arrives', (t) =>
  inWorld(async (world) => {
    const arrived: string[] = [];
    const other = await server(t, ({ method, url }, response) => {
      arrived.push(`${method} ${url}`);
      response.end('{}');
    });
    const redirected = new Set<string>();
    let uploads = 0;
    const { url } = await server(t, (request, response) => {
      const [path = ''] = (request.url ?? '').split('?');
      request.resume();
      if (path === '/health') return void response.end('ok');
      if (request.method === 'PUT' && uploads++ % 2 === 0) return void response.writeHead(201).end();
      redirected.add(`${request.method} /${path.split('/')[1]}`);
      response.writeHead(302, { location: `${other.url}${request.url}` }).end();
    });
    const target = (file: string, more: object) => {
      const { routes } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'targets', 'reference.json'), 'utf8'));
      const start = { command: ['false'] };
      const told = {
        schema: 'burstbox/target/1',
        about: 'it moved',
        health: '/health',
        start,
        routes,
        ...more,
      };
      writeFileSync(join(world.folder, file), JSON.stringify(told));
      return `--target ${join(world.folder, file)} --base-url ${url}`;
    };
    const login = { path: '/login', json: { user: 'me' }, token: { json: 'token' } };
    const runs = [
      `ping read ${SHORT} ${target('open.json', { probes: { prometheus: '/metrics' } })}`,
      `ping ${SHORT} ${target('closed.json', { auth: { login } })}`,
      `ping ${SHORT} ${target('moved.json', { health: '/elsewhere' })}`,
      `init ${join(world.folder, 'made.json')} --base-url ${url}`,
    ];
    const said: string[] = [];
    for (const words of runs) said.push((await world.run(words)).stderr);
    const told = said.join('\n');
    assert.deepEqual(arrived, [], told);
    const asked = ['GET /ping', 'PUT /files', 'GET /files', 'POST /login', 'GET /metrics', 'GET /elsewhere'];
    assert.deepEqual(
      asked.filter((each) => !redirected.has(each)),
      [],
      `${[...redirected].join(', ')}\n${told}`,
    );
  }));

/** One that a proxy would be asked for: of localhost Go decides by the name alone. */
async function nameOfThisMachine(): Promise<string | undefined> {
  for (const name of [hostname(), 'localhost.'])
    if (!isLoopbackName(name) && (await isThisMachine(name))) return name;
  return undefined;
}

async function connectionCounter(t: TestContext): Promise<{ url: string; count(): number }> {
  let connections = 0;
  const listener = createServer((socket) => {
    connections++;
    socket.on('error', () => {});
    socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  });
  const port = await freePort();
  await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
  t.after(() => listener.close());
  return { url: `http://127.0.0.1:${port}`, count: () => connections };
}

/** Everything by which a shell could lead k6 or Node elsewhere, and the user's k6 settings at every place k6 reads. */
function hostile(folder: string, proxy: string, k6: string): { env: Record<string, string>; out: string } {
  const home = join(folder, 'home');
  const out = join(folder, 'hostile-out.json');
  const settings = JSON.stringify({ httpDebug: 'full', vus: 7, duration: '2s' });
  for (const place of [join(home, '.config'), join(folder, 'config')])
    for (const name of ['k6', join('loadimpact', 'k6')]) {
      mkdirSync(join(place, name), { recursive: true });
      writeFileSync(join(place, name, 'config.json'), settings);
    }
  const proxies = ['http_proxy', 'https_proxy', 'all_proxy', 'npm_config_proxy', 'npm_config_https_proxy'];
  const env = {
    ...Object.fromEntries(proxies.flatMap((each) => [each, each.toUpperCase()]).map((each) => [each, proxy])),
    ...{ no_proxy: 'none.test', NO_PROXY: 'none.test', npm_config_noproxy: 'none.test' },
    ...{ NODE_USE_ENV_PROXY: '1', GLOBAL_AGENT_HTTP_PROXY: proxy },
    ...{ HOME: home, XDG_CONFIG_HOME: join(folder, 'config'), K6_BIN: k6 },
    ...{ K6_VUS: '7', K6_DURATION: '2s', K6_HTTP_DEBUG: 'full', K6_OUT: `json=${out}` },
  };
  return { env, out };
}

function text(results: string, scenario: string, file: string): string {
  return readFileSync(join(results, 'latest', 'as-is', scenario, file), 'utf8');
}

function stored(
  results: string,
  scenario: string,
  file: string,
): { metrics: Record<string, { values: Record<string, number> }> } {
  return JSON.parse(text(results, scenario, file));
}
