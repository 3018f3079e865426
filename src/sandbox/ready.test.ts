import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { closedUrl, server } from '../testing/http-server.ts';
import { until } from '../testing/until.ts';
import { type FakeService, fakeDriver } from './fake.ts';
import { checkThere, waitReady } from './ready.ts';

const NEVER = new AbortController().signal;
const MINUTE_MS = 60_000;

async function fakeService(): Promise<FakeService> {
  const driver = fakeDriver();
  await driver.start(
    { name: 'x', command: [], env: {}, cwd: '/', limits: { cpus: 1, memoryBytes: 1 }, logFile: '' },
    { add() {}, remove() {} },
  );
  const [service] = driver.started;
  assert.ok(service !== undefined);
  return service;
}

/** The time that waitReady reads stands still, so that a test can let a minute pass at once. */
function stopClock(t: TestContext): void {
  t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
}

test('a service that answers is ready, also when it answers that there is nothing', async (t) => {
  for (const status of [200, 302, 404]) {
    const { url } = await server(t, (_, response) => response.writeHead(status, { location: '/away' }).end());
    assert.equal(await waitReady(url, await fakeService(), NEVER), undefined);
  }
});

test('a service that listens late is waited for', async (t) => {
  const url = await closedUrl();
  const waiting = waitReady(url, await fakeService(), NEVER);
  const late = createServer((socket) => {
    socket.on('error', () => {});
    socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
  });
  t.after(() => late.close());
  late.listen(Number(new URL(url).port), '127.0.0.1');
  assert.equal(await waiting, undefined);
});

test('a service that answers with errors is given five seconds to recover, then the load may begin', async (t) => {
  stopClock(t);
  const { url, requests } = await server(t, (_, response) => response.writeHead(500).end());
  let ready = false;
  const waiting = waitReady(url, await fakeService(), NEVER).then((cause) => {
    ready = true;
    return cause;
  });
  t.mock.timers.tick(5000);
  const asked = requests.length;
  await until('it asked again, twice', () => requests.length >= asked + 2);
  assert.equal(ready, false, 'at five seconds it still waits');
  t.mock.timers.tick(1);
  assert.equal(await waiting, undefined);
});

test('a service whose health path says that it is not available yet is waited for as long as it may take to start', async (t) => {
  stopClock(t);
  let status = 503;
  const { url, requests } = await server(t, (_, response) => response.writeHead(status).end());
  const waiting = waitReady(url, await fakeService(), NEVER);
  t.mock.timers.tick(MINUTE_MS / 2);
  const asked = requests.length;
  await until('it asked again, twice', () => requests.length >= asked + 2);
  status = 200;
  assert.equal(await waiting, undefined);
  status = 503;
  const outcomes = [undefined, 60].map(async (seconds) =>
    waitReady(url, await fakeService(), NEVER, seconds),
  );
  await until('both asked', () => requests.length > asked + 6);
  t.mock.timers.tick(MINUTE_MS);
  const [usual, given] = await Promise.all(outcomes);
  assert.equal(usual?.id, 'target-still-starting');
  assert.match(usual?.message ?? '', /still starting after 60 s: its health path answers 503/);
  assert.match(given?.message ?? '', /did not answer .* within 60 s \(status 503\)/);
});

test('a service whose errors end is ready at once', async (t) => {
  const { url, requests } = await server(t, (_, response) =>
    response.writeHead(requests.length < 3 ? 500 : 200).end(),
  );
  assert.equal(await waitReady(url, await fakeService(), NEVER), undefined);
  assert.equal(requests.length, 3);
});

test('a service that nobody hears of is given up after a minute', async (t) => {
  stopClock(t);
  const url = await closedUrl();
  const waiting = waitReady(url, await fakeService(), NEVER);
  t.mock.timers.tick(MINUTE_MS);
  assert.deepEqual(await waiting, {
    id: 'target-never-ready',
    message: `the service did not answer ${url} within 60 s (no connection)`,
    atMs: 1_800_000_000_000 + MINUTE_MS,
  });
});

test('a service may be given more time than a minute, or less', async (t) => {
  stopClock(t);
  const url = await closedUrl();
  let cause: unknown = 'waits';
  const waiting = waitReady(url, await fakeService(), NEVER, 180).then((why) => {
    cause = why;
  });
  t.mock.timers.setTime(1_800_000_000_000 + 2 * MINUTE_MS);
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(cause, 'waits');
  t.mock.timers.setTime(1_800_000_000_000 + 4 * MINUTE_MS);
  await waiting;
  assert.match(JSON.stringify(cause), /target-never-ready.*did not answer .* within \d{3} s/);
});

const LISTENS = "require('net').createServer().listen(0, '127.0.0.1')";
const linux = { skip: process.platform === 'linux' ? false : 'reads /proc' };

test(
  'one that lives and listens nowhere may still start, unless it had the time that it was given',
  linux,
  async (t) => {
    const ids = async (program: string, readySeconds?: number) => {
      const child = spawn(process.execPath, [
        '-e',
        `${program}; console.log('up'); setTimeout(() => {}, 20000)`,
      ]);
      t.after(() => child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      stopClock(t);
      const service = { ...(await fakeService()), pid: child.pid };
      const waiting = waitReady(await closedUrl(), service, NEVER, readySeconds);
      t.mock.timers.tick(MINUTE_MS);
      const cause = await waiting;
      t.mock.timers.reset();
      return cause?.id;
    };
    assert.equal(await ids(''), 'target-still-starting');
    assert.equal(await ids('', 60), 'target-never-ready');
    assert.equal(await ids(LISTENS), 'target-never-ready', 'it has started, elsewhere');
  },
);

test('a service that takes connections and says nothing is told apart from one that is not there', async (t) => {
  stopClock(t);
  const { url, requests } = await server(t, () => {});
  const waiting = waitReady(url, await fakeService(), NEVER);
  await until('it was asked', () => requests.length > 0);
  t.mock.timers.tick(MINUTE_MS);
  const cause = await waiting;
  assert.equal(cause?.id, 'target-never-ready');
  assert.match(cause?.message ?? '', /within 60 s \(it accepts connections but does not answer\)$/);
});

test('a service that ends while it starts is told with how it ended', async (t) => {
  const { url } = await server(t, () => {});
  const cases = [
    {
      exit: { code: 7 },
      id: 'target-never-ready',
      message: `the service ended with exit code 7 before it answered ${url}`,
    },
    {
      exit: { code: null, signal: 'SIGSEGV' },
      id: 'target-never-ready',
      message: `the service ended by SIGSEGV before it answered ${url}`,
    },
    {
      exit: { code: null, signal: 'SIGKILL', oomKilled: true },
      id: 'target-oom-killed',
      message: 'the service was OOM-killed while it started',
    },
  ];
  for (const { exit, id, message } of cases) {
    const service = await fakeService();
    const waiting = waitReady(url, service, NEVER);
    service.end({ ...exit, atMs: 5 });
    assert.deepEqual(await waiting, { id, message, atMs: 5 });
  }
});

test('an interrupt ends the wait', async (t) => {
  const interrupt = new AbortController();
  const { url } = await server(t, () => interrupt.abort());
  const cause = await waitReady(url, await fakeService(), interrupt.signal);
  assert.equal(cause?.id, 'interrupted');
});

test('nobody goes on asking when the wait is over', async (t) => {
  const { url, requests } = await server(t, (_, response) => response.writeHead(500).end());
  const service = await fakeService();
  const waiting = waitReady(url, service, NEVER);
  await until('it was asked', () => requests.length > 0);
  service.end();
  await waiting;
  const asked = requests.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(requests.length <= asked + 1, `${requests.length - asked} requests after the end`);
});

test('a running service is there when it answers, with errors too, and when it only takes connections', async (t) => {
  const { url } = await server(t, (_, response) => response.writeHead(500).end());
  await checkThere(url);
  const silent = await server(t, () => {});
  await checkThere(silent.url);
});

test('a service that is not there is told with its address and what to do', async () => {
  const url = await closedUrl();
  await assert.rejects(checkThere(url), {
    code: 'target',
    message: `no service at ${url}: connect ECONNREFUSED ${new URL(url).host}; start it, or correct --base-url or the target file`,
  });
});
