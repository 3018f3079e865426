/** `init`: from a service of which nothing is known to a target file that works, and to a healthy verdict. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { PROJECT_ROOT } from '../../../root.ts';
import { freePort } from '../../../sandbox/free-port.ts';
import { checkThere } from '../../../sandbox/ready.ts';
import { eventually, inWorld, statuses } from '../cli.ts';

const SHELF = join(PROJECT_ROOT, 'src', 'testing', 'e2e', 'services', 'shelf.mjs');
const PASSWORD = 's3cret-password';

test('a service behind a login, with ids of its own, is found out, and the file passes a run', (t) =>
  inWorld(async (world) => {
    const url = await shelf(t);
    const file = join(world.folder, 'shelf.json');
    const words = `init ${file} --base-url ${url}`;
    const refused = await world.run(words);
    assert.equal(refused.code, 64);
    assert.match(refused.stderr, /burstbox: POST \/api\/documents returns 401: .*; add --auth/);
    assert.equal(existsSync(file), false);

    const env = { SHELF_PASSWORD: PASSWORD };
    const { code, stdout, stderr } = await world.run(
      `${words} --json --auth login:/api/login:demo:SHELF_PASSWORD`,
      env,
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(readFileSync(file, 'utf8')));
    assert.deepEqual(JSON.parse(stdout).routes, {
      ping: '/healthz',
      upload: {
        style: 'multipart',
        path: '/api/documents',
        field: 'paper',
        id: { json: 'stored.key' },
        expect: [201],
      },
      list: { path: '/api/documents', json: { entries: 'results', name: 'title', id: 'key' } },
      download: '/api/documents/{id}/raw',
      remove: { path: '/api/documents/{id}', expect: [204] },
    });
    assert.match(stderr, /init: ping {8}GET \/healthz, 10 times: 200; median /);
    assert.match(stderr, /init: next: SHELF_PASSWORD=… node run\.mjs ping upload --target /);
    assert.doesNotMatch(stdout + stderr, new RegExp(PASSWORD));
    const listed = await fetch(`${url}/api/documents`, {
      headers: { authorization: `Bearer token-${PASSWORD}` },
    });
    assert.deepEqual(await listed.json(), { total: 0, results: [] });

    const played = await world.run(`upload --vus 10 --duration 6s --target ${file}`, env);
    assert.equal(played.code, 0, played.stderr);
    assert.deepEqual(statuses(world.verdict()), { 'as-is upload': 'healthy' });

    // a list that does not tell the ids leaves less to clean up, and nothing else
    const { routes, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...rest, routes: { ...routes, list: routes.list.path } }));
    const untold = await world.run(`upload --vus 10 --duration 5s --target ${file}`, env);
    assert.equal(untold.code, 0, untold.stderr);
    assert.deepEqual(statuses(world.verdict()), { 'as-is upload': 'healthy' });
    assert.deepEqual(world.leftovers(), []);
  }));

/** The service, already running. */
async function shelf(t: TestContext): Promise<string> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), SHELF_PASSWORD: PASSWORD };
  const child: ChildProcess = spawn(process.execPath, [SHELF], { env, stdio: 'ignore' });
  t.after(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const url = `http://127.0.0.1:${port}`;
  let isThere = false;
  await eventually(10, 'the shelf is there', () => {
    void checkThere(`${url}/healthz`).then(
      () => {
        isThere = true;
      },
      () => {},
    );
    return isThere;
  });
  return url;
}
