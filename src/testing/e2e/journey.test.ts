/** Journeys against real services: users, captures, assertions, new tokens. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Journey, K6Summary } from '../../contract/contract.ts';
import type { Finding } from '../../store/records/records.ts';
import { inWorld, type World } from './cli.ts';

const SECRET = 'k3y-0f-the-api';
const KEY = { 'X-Api-Key': `\${ORDERS_KEY}` };
const JOURNEY: Journey = {
  enrol: [
    { op: 'sign_up', path: '/users', headers: KEY, json: { name: '{user}' }, expect: [201, 409] },
    {
      op: 'log_in',
      path: '/login',
      headers: KEY,
      form: { user: '{user}', password: 'pw-{user}' },
      capture: { token: { json: 'access_token' } },
    },
  ],
  headers: { ...KEY, Authorization: 'Bearer {token}' },
  tasks: [
    {
      name: 'buy',
      weight: 2,
      steps: [
        {
          op: 'order',
          path: '/orders',
          json: { note: '{unique}' },
          capture: { order: { json: 'order.id' } },
          think: { minSeconds: 0, maxSeconds: 0.1 },
        },
        { op: 'look', path: '/orders/{order}', assert: [{ json: 'note', equals: '{unique}' }] },
        // The order is a number for this service, and was one when it was captured.
        {
          op: 'pay',
          path: '/payments',
          json: { order: '{order}', amount: 5 },
          assert: [
            { json: 'paid', atLeast: 1 },
            { json: 'paid.0', equals: '{order}' },
          ],
        },
      ],
    },
    // Often enough that half of its answers are a share of all that no chance brings under a mark.
    {
      name: 'profile',
      weight: 4,
      steps: [{ op: 'me', path: '/me', assert: [{ json: 'name', equals: '{user}' }] }],
    },
  ],
  leave: [{ op: 'leave', method: 'DELETE', path: '/me' }],
  think: { minSeconds: 0.1, maxSeconds: 0.3 },
};

const RUN = 't3-micro journey/normal --sandbox process --vus 5 --duration 5s';

function ordersTarget(world: World, env: Record<string, string> = {}): string {
  const own = { API_KEY: `\${ORDERS_KEY}`, ...env };
  return world.target('orders', own, { routes: { ping: '/health' }, journey: JOURNEY });
}

function summaryOf(world: World): K6Summary {
  return JSON.parse(textOf(world, 'summary.json'));
}

function textOf(world: World, file: string): string {
  return readFileSync(join(world.results, 'latest', 't3-micro', 'journey', 'normal', file), 'utf8');
}

function findings(world: World): Finding[] {
  return world.verdict().profiles[0]?.scenarios[0]?.findings ?? [];
}

function countOf({ metrics }: K6Summary, name: string): number {
  return metrics[name]?.values.count ?? 0;
}

test('users sign up, act on what they captured, and leave; a wrong answer is told as one, and no secret is kept', () =>
  inWorld(async (world) => {
    const target = ordersTarget(world, { MIXES_UP: '2' });
    const { code, stdout } = await world.run(`${RUN} --target ${target}`, { ORDERS_KEY: SECRET });
    assert.equal(code, 1, stdout);
    const summary = summaryOf(world);
    for (const op of ['sign_up', 'log_in', 'order', 'look', 'pay', 'me'])
      assert.ok(countOf(summary, `op_duration{op:${op}}`) > 0, op);
    assert.equal(countOf(summary, 'op_duration{op:leave}'), 0, 'leaving is no part of the load');
    const errors = Object.keys(summary.metrics).filter((name) => name.startsWith('op_errors_'));
    assert.deepEqual(errors, ['op_errors_assertion']);
    const told = findings(world).find(({ metric }) => metric === 'op_errors_assertion');
    assert.equal(told?.detector, 'errors');
    assert.match(
      textOf(world, 'k6.log'),
      /step \\"me\\": the response fails the assertion on json \\"name\\"/,
    );
    assert.match(textOf(world, 'target.log'), /left, 0 are there\n$/, 'the one that rehearsed has left too');
    assert.deepEqual(filesWith(world.results, SECRET), []);
    assert.deepEqual(world.leftovers(), []);
  }));

test('an answer without what is to be captured ends the run before its load, with task, step and place', () =>
  inWorld(async (world) => {
    const target = ordersTarget(world, { TOKEN_FIELD: 'jwt' });
    const { code, stdout } = await world.run(`${RUN} --target ${target}`, { ORDERS_KEY: SECRET });
    assert.equal(code, 2, stdout);
    assert.match(
      world.outcome('t3-micro', 'journey/normal').firstCause?.message ?? '',
      /journey: enrol, step "log_in": the response has no short text or whole number at json "access_token", which "token" is to be captured from/,
    );
  }));

test('users of the reference service get new tokens when theirs run out, and the verdict says how soon', () =>
  inWorld(async (world) => {
    await world.run(`${RUN} --fault token-expiry:after_seconds=1`);
    const summary = summaryOf(world);
    assert.ok(countOf(summary, 'token_renewals') >= 5);
    assert.equal(
      summary.metrics.op_failed?.values.rate,
      0,
      'what is repeated with a new token is no failure',
    );
    const tokens = findings(world).find(({ detector }) => detector === 'tokens');
    assert.equal(tokens?.status, 'warning');
    assert.match(tokens?.message ?? '', /^a token was accepted for [\d.]+ s on average, less than 60 s/);
  }));

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}
