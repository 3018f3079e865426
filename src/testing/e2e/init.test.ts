/** `init`: from a service of which nothing is known to a target file that works. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../../files/validate.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { inWorld } from './cli.ts';

const SHELF = join(PROJECT_ROOT, 'src', 'testing', 'e2e', 'services', 'shelf.mjs');

test('a service that is started by a command is written so that the command works from the folder of the file', () =>
  inWorld(async (world) => {
    const app = join(world.folder, 'app');
    mkdirSync(app);
    cpSync(SHELF, join(app, 'shelf.mjs'));
    const file = join(world.folder, 'mine.json');
    const { code, stderr } = await world.run(
      'init ../mine.json -- node ./shelf.mjs --data {data}',
      { OPEN: '1' },
      app,
    );
    assert.equal(code, 0, stderr);
    const target = JSON.parse(readFileSync(file, 'utf8'));
    assert.equal(whatIsWrong('target', target), undefined);
    assert.deepEqual(target.start, { command: ['node', './shelf.mjs', '--data', '{data}'], cwd: 'app' });
    assert.deepEqual(target.routes.upload, { style: 'raw', path: '/files/{name}', expect: [200] });
    assert.ok(existsSync(join(world.folder, target.$schema)));
    const dry = await world.run(`t3-micro --dry-run --target ${file}`);
    assert.match(dry.stdout, /target mine, started by burstbox\nt3-micro: .*ping .*upload .*read .*soak /s);
    const again = await world.run('init ../mine.json -- node ./shelf.mjs', {}, app);
    assert.equal(again.code, 64);
    assert.match(again.stderr, /^burstbox: \.\.\/mine\.json already exists; .*--force\n$/);
    assert.deepEqual(world.leftovers(), []);
  }));

test('a service with nothing but one page, on a port of its own, gets a file for ping', () =>
  inWorld(async (world) => {
    const port = await freePort();
    const script = join(world.folder, 'page.mjs');
    const page = `(q, s) => s.writeHead(q.url === '/' ? 200 : 404).end('hello')`;
    writeFileSync(
      script,
      `import { createServer } from 'node:http';\ncreateServer(${page}).listen(${port}, '127.0.0.1');`,
    );
    const file = join(world.folder, 'page.json');
    const { code, stdout, stderr } = await world.run(`init ${file} -- node ${script}`);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /page\.json\n$/);
    const target = JSON.parse(readFileSync(file, 'utf8'));
    assert.deepEqual([target.start.port, target.routes], [port, { ping: '/' }]);
    assert.match(stderr, /init: upload {6}not found; specify it with --upload/);
    assert.match(stderr, /init: scenarios {3}ping/);
    assert.deepEqual(world.leftovers(), []);
  }));

test('a service that ends at once is told with its last words, and no file is written', () =>
  inWorld(async (world) => {
    const script = join(world.folder, 'broken.mjs');
    writeFileSync(script, `console.error('no database'); process.exit(3);`);
    const file = join(world.folder, 'broken.json');
    const { code, stderr } = await world.run(`init ${file} -- node ${script}`);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /the service ended with exit code 3 before it answered .*; its last output: no database/,
    );
    assert.equal(existsSync(file), false);
    assert.deepEqual(world.leftovers(), []);
  }));
