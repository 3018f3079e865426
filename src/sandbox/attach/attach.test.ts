/** Real processes: a service that runs already is found, read, and left alone. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { holdsWithin } from '../process/wait.ts';
import { type Attachment, findRunning, type Wish } from './attach.ts';

const PATIENCE_MS = 20_000;
const ON_LINUX = { skip: process.platform === 'linux' ? false : 'processes are found by /proc' };

/** Listens on a port that it prints, and has a child that holds the same socket, as a master and its worker do. */
const PREFORK = `
  const net = require('node:net');
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const hold = ['-e', 'setInterval(() => {}, 1000); console.log("worker")'];
    const stdio = ['ignore', 'inherit', 'inherit', server._handle];
    require('node:child_process').spawn(process.execPath, hold, { stdio });
    console.log('port ' + server.address().port);
  });`;

test('the service is found by its port, with its workers, and its end is seen', ON_LINUX, async (t) => {
  const { child, port } = await prefork(t);
  const { watched, open } = await found(port);
  assert.deepEqual(watched, { pid: child.pid, command: 'node' });
  const service = open();
  t.after(() => service.stop(0));
  const readings = await service.stats();
  assert.ok((readings.process_threads ?? 0) > threadsOf(child), 'its worker is counted too');
  assert.ok((readings.process_open_fds ?? 0) > 0 && (readings.process_resident_memory_bytes ?? 0) > 0);
  assert.equal(readings.cgroup_memory_bytes, undefined, 'it shares the control group of this test');

  child.kill('SIGKILL');
  const { code, signal, oomKilled } = await service.exited;
  assert.deepEqual({ code, signal, oomKilled }, { code: null, signal: null, oomKilled: false });
  assert.deepEqual(await service.stats(), {}, 'after its end there is nothing to read');
});

test('a service that was watched lives on', ON_LINUX, async (t) => {
  const { child, port } = await prefork(t);
  const service = (await found(port)).open();
  await assert.rejects(service.limit(1), { code: 'sandbox', message: /no CPU limit to change: .* already/ });
  await service.stop(0);
  await service.stop(0);
  assert.equal(child.exitCode ?? child.signalCode, null);
  assert.equal(child.kill(0), true);
});

test(
  'what serves from this very process is not watched: it would be burstbox itself',
  ON_LINUX,
  async (t) => {
    const server = createServer().listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    assert.equal(await search(port), `the process that listens on port ${port} has started burstbox`);
  },
);

test('what cannot be seen is said', async () => {
  assert.equal(
    await findRunning('http://example.com:1', {}),
    'example.com is not an address of this machine alone',
  );
  if (process.platform === 'linux') assert.equal(await search(1), 'no process here listens on port 1');
});

test(
  'a pid is taken at its word, and one that is not there or not a service is a mistake',
  ON_LINUX,
  async (t) => {
    const { child } = await prefork(t);
    const named = await search(1, { pid: Number(child.pid) });
    assert.ok(typeof named !== 'string' && named.watched.pid === child.pid);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await assert.rejects(search(1, { pid: Number(child.pid) }), {
      code: 'usage',
      message: /there is no such process/,
    });
    await assert.rejects(search(1, { pid: process.pid }), {
      code: 'usage',
      message: /that is burstbox itself/,
    });
    assert.ok(typeof named !== 'string' && !named.isAlive());
  },
);

test(
  'what listens for a container of an engine that is not asked here is not taken for the service',
  ON_LINUX,
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const proxy = join(folder, 'rootlesskit');
    symlinkSync(process.execPath, proxy);
    const { port } = await prefork(t, proxy);
    assert.match(
      String(await search(port)),
      new RegExp(`port ${port} belongs to a container \\(rootlesskit listens for it\\).*DOCKER_HOST`),
    );
  },
);

async function prefork(
  t: TestContext,
  program = process.execPath,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(program, ['-e', PREFORK], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Its group: a worker outlives its master.
  t.after(() => process.kill(-Number(child.pid), 'SIGKILL'));
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  assert.ok(await holdsWithin(PATIENCE_MS, () => said.includes('worker') && said.includes('port')));
  return { child, port: Number(/port (\d+)/.exec(said)?.[1]) };
}

async function found(port: number): Promise<Attachment> {
  const attachment = await search(port);
  if (typeof attachment === 'string') throw new Error(attachment);
  return attachment;
}

function search(port: number, wish: Wish = {}): Promise<Attachment | string> {
  return findRunning(`http://127.0.0.1:${port}`, wish);
}

function threadsOf({ pid }: ChildProcess): number {
  return readdirSync(`/proc/${pid}/task`).length;
}
