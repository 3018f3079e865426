import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import type { Route } from './route.ts';
import { call, json, serve, until } from './test-service.ts';

test('a client over its rate is told when to come back, and what watches the service is not limited', async (t) => {
  const url = await serve(t, { requestsPerSecond: 1 });
  const replies = [];
  for (let i = 0; i < 10; i++) replies.push(await call(url, 'GET', '/ping'));
  assert.equal(replies[0]?.status, 200);
  const refused = replies.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0, 'ten requests within a second at one a second');
  for (const { headers } of refused) assert.equal(headers['retry-after'], '1');
  for (const path of ['/health', '/metrics', '/metrics/memory', '/metrics/requests'])
    for (let i = 0; i < 5; i++) assert.equal((await call(url, 'GET', path)).status, 200, path);
});

test('more requests than allowed at once are refused, and health still answers', async (t) => {
  const held: (() => void)[] = [];
  const hold: Route = {
    method: 'GET',
    path: '/hold',
    kind: 'work',
    handle: async ({ response }) => {
      await new Promise<void>((resolve) => held.push(resolve));
      response.end();
    },
  };
  const url = await serve(t, { maxInFlight: 3, routes: [hold] });
  const waiting = [1, 2, 3].map(() => call(url, 'GET', '/hold'));
  await until('three requests are held', () => held.length === 3);
  const refused = await call(url, 'GET', '/ping');
  assert.equal(refused.status, 503);
  assert.equal(refused.headers['retry-after'], '1');
  assert.equal(json(refused).error.code, 'busy');
  assert.equal((await call(url, 'GET', '/health')).status, 200);
  for (const release of held) release();
  for (const { status } of await Promise.all(waiting)) assert.equal(status, 200);
  assert.equal((await call(url, 'GET', '/ping')).status, 200);
});

test('a refused upload leaves the connection usable once its body has been read over', async (t) => {
  const url = await serve(t, { maxBodyBytes: 1000 });
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const statuses: number[] = [];
  const sockets = new Set<unknown>();
  for (const bytes of [1001, 10, 500_000, 10]) {
    const sent = request({ hostname, port, method: 'PUT', path: '/files/a', agent });
    sent.end(Buffer.alloc(bytes));
    const [response] = await once(sent, 'response');
    sockets.add(sent.socket);
    statuses.push(response.statusCode);
    response.resume();
    await once(response, 'end');
  }
  assert.deepEqual(statuses, [413, 201, 413, 200]);
  assert.equal(sockets.size, 1);
});
