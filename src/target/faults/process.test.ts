/** Faults of the process as a whole: the service in a process of its own, as it says of itself over HTTP. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { MemoryAnswer } from '../../contract/contract.ts';
import { call, json, spawnService, until, urlOf } from '../test-service.ts';

const REQUESTS = 100;
const MEBIBYTE = 1024 * 1024;

async function start(t: TestContext, fault: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawnService(t, { FAULT: fault, DISABLE_RATE_LIMITER: 'true' });
  return { child, url: await urlOf(child) };
}

async function memory(url: string): Promise<MemoryAnswer> {
  return json(await call(url, 'GET', '/metrics/memory'));
}

/** What the service has more of after REQUESTS requests. */
async function growth(url: string, path = '/ping'): Promise<Growth> {
  await call(url, 'GET', path);
  const before = await memory(url);
  for (let i = 0; i < REQUESTS; i++) assert.equal((await call(url, 'GET', path)).status, 200);
  const after = await memory(url);
  return {
    heapMb: after.heap_alloc_mb - before.heap_alloc_mb,
    externalMb: after.external_mb - before.external_mb,
    handles: after.handles - before.handles,
    fds: after.open_fds - before.open_fds,
  };
}
type Growth = Record<'heapMb' | 'externalMb' | 'handles' | 'fds', number>;

/** Within a tenth: beside the fault there are the service's own connections and buffers. */
function assertAbout(value: number, planted: number): void {
  assert.ok(Math.abs(value - planted) <= planted / 10, `${value} and not about ${planted}`);
}

test('heap-leak, handle-leak and fd-leak: every request leaves what was planted, and each its own', async (t) => {
  const { url } = await start(
    t,
    'heap-leak:kb_per_request=512,handle-leak:per_request=3,fd-leak:per_request=2',
  );
  const { heapMb, handles, fds } = await growth(url);
  const plantedMb = REQUESTS / 2;
  // More, because what requests leave behind is collected some time later.
  assert.ok(heapMb > 0.9 * plantedMb && heapMb < 1.4 * plantedMb, `${heapMb} and not ${plantedMb}`);
  assertAbout(handles, REQUESTS * 3);
  assertAbout(fds, REQUESTS * 2);
});

test('connection-leak: a share of the requests leaves a connection, of which both ends are here', async (t) => {
  const { url } = await start(t, 'connection-leak:share=0.5');
  assertAbout((await growth(url)).fds, REQUESTS);
});

test('unbounded-cache: every download stays in memory, and is right', async (t) => {
  const { url } = await start(t, 'unbounded-cache');
  const content = Buffer.alloc(MEBIBYTE / 2, 'content');
  await call(url, 'PUT', '/files/a', content);
  assertAbout((await growth(url, '/files/a')).externalMb, REQUESTS / 2);
  assert.ok((await call(url, 'GET', '/files/a')).body.equals(content));
});

test('gc-pressure: the collector takes far more time than without it', async (t) => {
  const [sick, healthy] = await Promise.all([start(t, 'gc-pressure:mb_per_request=16'), start(t, '')]);
  const before = (await memory(sick.url)).gc_pause_total_ms;
  await growth(healthy.url);
  const { gc_pause_total_ms: usualMs } = await memory(healthy.url);
  await growth(sick.url);
  // Node tells of collections some time after them. How many there are is V8's to say: it may lay out what outlives several of
  // them as old at once, and then collects seldom and long.
  await until('ten times as much is told', async () => {
    const tookMs = (await memory(sick.url)).gc_pause_total_ms - before;
    return tookMs > 10 * usualMs;
  });
});

test('balloon: memory grows by itself after the first request, and ends where it was told to', async (t) => {
  const { url } = await start(t, 'balloon:mb_per_second=400:most_mb=200');
  const before = await memory(url);
  await call(url, 'GET', '/ping');
  const grown = async () => (await memory(url)).external_mb - before.external_mb;
  await until('it has all it may', async () => (await grown()) > 150);
  assert.ok((await grown()) < 210);
});

test('block-loop: now and then nobody is answered, not even who watches the service', async (t) => {
  const { url } = await start(t, 'block-loop:ms=300:every_ms=600');
  await until('an answer takes half a block', async () => {
    const beganMs = performance.now();
    await call(url, 'GET', '/health');
    return performance.now() - beganMs > 150;
  });
});

test('crash: after so many requests the process ends by itself and says why', async (t) => {
  const { child, url } = await start(t, 'crash:after_requests=3');
  if (child.stderr === null) throw new Error('the service has no stderr');
  const [said, exit] = [text(child.stderr), once(child, 'exit')];
  for (let i = 0; i < 3; i++) assert.equal((await call(url, 'GET', '/ping')).status, 200);
  await assert.rejects(call(url, 'GET', '/ping'), { code: 'ECONNRESET' });
  assert.deepEqual(await exit, [1, null]);
  assert.equal(await said, 'planted fault: crash at request 4\n');
});

test('worker-dies: a worker ends by an exception and is started anew, while every request is answered', async (t) => {
  const { child, url } = await start(t, 'worker-dies:life_ms=200');
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  assert.equal((await call(url, 'GET', '/ping')).status, 200);
  await until('two workers have died', () => said.split('TypeError').length > 2);
  assert.equal((await call(url, 'GET', '/ping')).status, 200);
});
