/** What a killed load leaves on a service that goes on: who removes it, what is said, and what stays. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { FILES } from '../../store/store.ts';
import { eventually, inWorld, pidOf, type World } from './cli.ts';

const LOAD = 'upload --vus 5 --duration 12s';
const FOREIGN = ['bb-abc-1-0.bin', 'report.pdf'];

describe('side by side, each in a world of its own', { concurrency: 2 }, () => {
  test('k6 is killed: what it left is removed while the run goes on, and nothing else', (t) =>
    inWorld(async (world) => {
      const { files, target } = await store(t, world);
      const { ended } = world.start(`${LOAD} --target ${target}`);
      process.kill(await underLoad(world, files), 'SIGKILL');
      const { code, stderr } = await ended;
      assert.equal(code, 2);
      assert.match(stderr, /k6 did not get to clean up; removed \d+ of what it had left on the service$/m);
      assert.deepEqual([...files.keys()], FOREIGN);
    }));

  test('both are killed: the next command says how to remove it, and that removes it, and nothing else', (t) =>
    inWorld(async (world) => {
      const { files, target } = await store(t, world);
      const { child, ended } = world.start(`${LOAD} --target ${target}`);
      const k6 = await underLoad(world, files);
      child.kill('SIGKILL');
      process.kill(k6, 'SIGKILL');
      await ended;
      const left = files.size - FOREIGN.length;
      assert.ok(left > 0);
      const { stderr } = await world.run('list');
      const command = /may be left at http:\S+; to remove them: node run\.mjs (cleanup \S+)$/m.exec(
        stderr,
      )?.[1];
      assert.ok(command !== undefined, stderr);
      const looked = await world.run(`${command} --dry-run`);
      assert.match(looked.stdout, new RegExp(`^${left} would be removed$`, 'm'));
      assert.equal(files.size, FOREIGN.length + left);
      const cleaned = await world.run(command);
      assert.deepEqual([cleaned.code, [...files.keys()]], [0, FOREIGN]);
      assert.match(cleaned.stdout, new RegExp(`^${left} removed$`, 'm'));
      assert.equal((await world.run(command)).code, 0);
      const log = readFileSync(join(world.results, 'latest', 'as-is', 'upload', FILES.stored), 'utf8');
      assert.doesNotMatch(log, /s3cret/);
    }));
});

/** A store by name that takes its time to remove, and has files of others. */
async function store(t: TestContext, world: World): Promise<{ files: Map<string, Buffer>; target: string }> {
  const files = new Map(FOREIGN.map((name) => [name, Buffer.from('not ours')]));
  const http = createServer(async (request, response) => {
    const name = request.url?.split('/').at(-1) ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method } = request;
    if (method === 'PUT') files.set(name, Buffer.concat(chunks));
    const bytes = files.get(name);
    if (method === 'DELETE') await new Promise((resolve) => setTimeout(resolve, 3000));
    if (method === 'DELETE' && !request.socket.destroyed) files.delete(name);
    response.statusCode = name === 'health' || bytes !== undefined ? 200 : 404;
    response.end(method === 'GET' ? bytes : undefined);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
  const target = join(world.folder, 'store.json');
  const routes = {
    ping: '/health',
    upload: { style: 'raw', method: 'PUT', path: '/files/{name}' },
    download: '/files/{name}',
    remove: '/files/{name}',
  };
  const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const file = { schema: 'burstbox/target/1', about: 'a store', baseUrl, health: '/health', routes };
  writeFileSync(target, JSON.stringify(file));
  return { files, target };
}

/** The pid of k6 at a moment when there are files of its load. */
async function underLoad(world: World, files: Map<string, Buffer>): Promise<number> {
  return await eventually(
    120,
    'files of the load',
    () => files.size >= FOREIGN.length + 2 && pidOf(world, 'k6'),
  );
}
