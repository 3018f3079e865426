import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { closedUrl, server } from '../../testing/http-server.ts';
import { withPing } from './ping-route.ts';
import type { Target } from './targets.ts';

const TARGET: Target = {
  name: 'reference',
  about: 'x',
  health: '/health',
  routes: { ping: '/ping' },
  probes: {},
};

/** The path that ping gets on a service with these answers, and what the user is told. */
async function found(t: TestContext, answers: Record<string, number>, target: Partial<Target> = {}) {
  const asked: string[] = [];
  const { url } = await server(t, (request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answers[request.url ?? ''] ?? 404).end();
  });
  const notes: string[] = [];
  const { routes } = await withPing({ ...TARGET, baseUrl: url, ...target }, (line) => notes.push(line));
  return { ping: routes.ping, notes, asked };
}

test('a service with the usual path is asked for it', async (t) => {
  assert.deepEqual(await found(t, { '/ping': 204, '/': 200 }), {
    ping: '/ping',
    notes: [],
    asked: ['/ping'],
  });
});

test('a service without it is asked for what it has, and the user is told', async (t) => {
  const { ping, notes } = await found(t, { '/healthz': 200, '/': 200 });
  assert.equal(ping, '/healthz');
  assert.deepEqual(notes, [
    'ping asks for /healthz, because the service has no /ping; name its routes in a target file',
  ]);
  assert.equal((await found(t, { '/': 200 })).ping, '/');
});

test('a service that fails, refuses, or has none of the paths is left to the verdict', async (t) => {
  for (const answers of [{ '/ping': 500, '/': 200 }, { '/ping': 401, '/': 200 }, {}])
    assert.equal((await found(t, answers)).ping, '/ping');
  const nobody = { ...TARGET, baseUrl: await closedUrl() };
  assert.equal(await withPing(nobody, assert.fail), nobody);
});

test('what a target file says is not asked into question', async (t) => {
  assert.deepEqual((await found(t, { '/': 200 }, { name: 'mine' })).asked, []);
});
