import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { listeningPlaces, listensText } from './attach/listening-places.ts';
import { freePort } from './free-port.ts';
import type { Service } from './sandbox.ts';
import { whereReady } from './where-ready.ts';

const SERVE = `require('http').createServer((_, a) => a.end('ok'))
  .listen(Number(process.argv[2]), process.argv[1], () => console.log('up'))`;

async function serving(t: TestContext, host: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', SERVE, host, String(port)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

const NEVER = new AbortController().signal;
const linux = { skip: process.platform === 'linux' ? false : 'reads /proc' };

test('a service that takes the IPv6 loopback alone is reached there', linux, async (t) => {
  for (const [host, baseUrl] of [
    ['::1', 'http://[::1]'],
    ['127.0.0.1', 'http://127.0.0.1'],
    ['0.0.0.0', 'http://127.0.0.1'],
  ]) {
    const port = await freePort();
    const { pid } = await serving(t, String(host), port);
    const service: Service = {
      pid,
      exited: new Promise(() => {}),
      stats: async () => ({}),
      limit: async () => {},
      stop: async () => {},
    };
    assert.deepEqual(await whereReady(port, '/', service, NEVER), {
      baseUrl: `${baseUrl}:${port}`,
      cause: undefined,
    });
  }
});

test('what a process listens on is said as a URL has it', linux, async (t) => {
  const port = await freePort();
  const { pid = 0 } = await serving(t, '::1', port);
  assert.deepEqual(listeningPlaces(pid), [{ host: '[::1]', port }]);
  assert.equal(listensText(pid), `it listens on [::1]:${port}`);
  const idle = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)']);
  t.after(() => idle.kill('SIGKILL'));
  assert.equal(listensText(idle.pid), 'it listens on no port');
  assert.equal(listensText(undefined), undefined);
});
