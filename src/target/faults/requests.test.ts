/** Faults of answering, over HTTP. Times are only ever compared from below, with what was planted. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type TestContext, test } from 'node:test';
import { call, json, serve, until } from '../test-service.ts';
import { readFaults } from './read.ts';

/** Node rounds timers to whole milliseconds. */
const TIMER_SLACK_MS = 2;

function serveWith(t: TestContext, faults: string): Promise<string> {
  return serve(t, { faults: readFaults(faults), maxInFlight: 1000 });
}

async function ping(url: string): Promise<number> {
  return (await call(url, 'GET', '/ping')).status;
}

/** Of that many pings one after the other. */
async function pings(url: string, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push(await ping(url));
  return statuses;
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs + TIMER_SLACK_MS;
}

function assertShare(hits: number, of: number, share: number): void {
  assert.ok(Math.abs(hits - of * share) <= 2, `${hits} of ${of}`);
}

test('slow: every answer takes the time added, but not what watches the service', async (t) => {
  const url = await serveWith(t, 'slow:ms=200');
  for (let i = 0; i < 3; i++) assert.ok((await msOf(() => ping(url))) >= 200);
  const pinging = ping(url);
  const first = await Promise.race([pinging, call(url, 'GET', '/health').then(() => 'health')]);
  assert.equal(first, 'health');
  assert.equal(await pinging, 200);
});

test('slow-some: a quarter of the uploads takes the time added, and no ping does', async (t) => {
  const url = await serveWith(t, 'slow-some:ms=200');
  const times: number[] = [];
  for (let i = 0; i < 8; i++) times.push(await msOf(() => call(url, 'PUT', `/files/${i}`, 'x')));
  assert.ok(times.filter((ms) => ms >= 200).length >= 2, String(times));
  const pinged = [await msOf(() => ping(url)), await msOf(() => ping(url)), await msOf(() => ping(url))];
  assert.ok(Math.min(...pinged) < Math.max(...times), `${pinged} and ${times}`);
});

test('slow-creep: the time added grows with the time since the start', async (t) => {
  const url = await serveWith(t, 'slow-creep:ms_per_second=500');
  const upMs = performance.now();
  await until('answers take 100 ms', async () => {
    const leastMs = (performance.now() - upMs) / 2;
    const ms = await msOf(() => ping(url));
    assert.ok(ms >= leastMs, `${ms} and not ${leastMs}`);
    return leastMs > 100;
  });
});

test('capacity: requests are served in their order, as many at once as there are workers', async (t) => {
  const url = await serveWith(t, 'capacity:per_second=20:concurrent=1');
  const served: number[] = [];
  const inFlight = async () => json(await call(url, 'GET', '/metrics/requests')).in_flight - 1;
  const beganMs = performance.now();
  const all: Promise<unknown>[] = [];
  for (const turn of [0, 1, 2, 3, 4, 5]) {
    all.push(ping(url).then(() => served.push(turn)));
    await until('it is in the queue', async () => (await inFlight()) + served.length === all.length);
  }
  await Promise.all(all);
  assert.deepEqual(served, [0, 1, 2, 3, 4, 5]);
  assert.ok(performance.now() - beganMs + TIMER_SLACK_MS >= (all.length * 1000) / 20);
});

test('capacity: more load is not more throughput, and twice the capacity is', async (t) => {
  const ofOne = await serveWith(t, 'capacity:per_second=40:concurrent=4');
  const ofTwo = await serveWith(t, 'capacity:per_second=80:concurrent=4');
  const msFor = (url: string, count: number) =>
    msOf(() => Promise.all(Array.from({ length: count }, () => ping(url))));
  assert.ok((await msFor(ofOne, 20)) >= (20 * 1000) / 40);
  const [oneMs, twoMs] = await Promise.all([msFor(ofOne, 80), msFor(ofTwo, 80)]);
  assert.ok(oneMs >= (80 * 1000) / 40);
  assert.ok(twoMs < oneMs, `${twoMs} and ${oneMs}`);
});

test('capacity: clients that left the queue cost no worker', async (t) => {
  const url = await serveWith(t, 'capacity:per_second=2:concurrent=1');
  const first = ping(url);
  const gone = Array.from({ length: 40 }, () =>
    request(`${url}/ping`, { agent: false }).on('error', () => {}),
  );
  for (const each of gone) each.end();
  const inFlight = async () => json(await call(url, 'GET', '/metrics/requests')).in_flight - 1;
  await until('all are in', async () => (await inFlight()) >= gone.length);
  for (const each of gone) each.destroy();
  let answered = false;
  const last = ping(url).then(() => {
    answered = true;
  });
  await until('the next is answered in half of the time that forty take', () => answered);
  await Promise.all([first, last]);
});

test('no-recovery: it is as fast as ever until too many clients come, and slow after they have gone', async (t) => {
  const url = await serveWith(t, 'no-recovery:clients=5:ms=500');
  const agent = new Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  const fromOne = async () => {
    const [response] = await once(request(`${url}/ping`, { agent }).end(), 'response');
    response.resume();
    await once(response, 'end');
  };
  const before = await Promise.race([msOf(fromOne), ...[1, 2, 3, 4].map(() => msOf(fromOne))]);
  await Promise.all(Array.from({ length: 6 }, fromOne));
  agent.destroy();
  const after = await msOf(() => ping(url));
  assert.ok(after >= 500, String(after));
  assert.ok(before < after, `${before} and ${after}`);
});

test('errors-5xx: in a burst the share named is 500, of large uploads too', async (t) => {
  const url = await serveWith(t, 'errors-5xx:share=0.3:burst_seconds=1:every_seconds=1');
  const statuses = await pings(url, 100);
  assert.deepEqual(new Set(statuses), new Set([200, 500]));
  assertShare(statuses.filter((status) => status === 500).length, 100, 0.3);
  let refused = 0;
  for (let i = 0; i < 40; i++)
    if ((await call(url, 'PUT', '/files/a', Buffer.alloc(300_000))).status === 500) refused += 1;
  assertShare(refused, 40, 0.3);
});

test('errors-5xx: between bursts all is well', async (t) => {
  const url = await serveWith(t, 'errors-5xx:share=1:burst_seconds=0.3:every_seconds=3600');
  await until('the burst is over', async () => (await ping(url)) === 200);
  assert.deepEqual(new Set(await pings(url, 20)), new Set([200]));
});

test('rate-limit: what is over the rate is 429 with the time to wait', async (t) => {
  const url = await serveWith(t, 'rate-limit:per_second=1');
  const replies = [];
  for (let i = 0; i < 20; i++) replies.push(await call(url, 'GET', '/ping'));
  const refused = replies.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0 && refused.length < replies.length, String(refused.length));
  for (const { headers } of refused) assert.equal(headers['retry-after'], '1');
  assert.equal((await call(url, 'GET', '/health')).status, 200);
});

test('token-expiry: a token is taken for that long and no longer, and a new one is taken again', async (t) => {
  const url = await serveWith(t, 'token-expiry:after_seconds=0.5');
  const enrol = async () => json(await call(url, 'POST', '/accounts', '{"name":"u1"}'));
  const me = (token: unknown) => call(url, 'GET', '/accounts/me', '', { authorization: `Bearer ${token}` });
  // The token is given a while before its answer is read.
  const beganMs = performance.now();
  const { token, expires_in } = await enrol();
  assert.equal(expires_in, 3600, 'the service does not know');
  await until('the token has run out', async () => {
    const { status, headers } = await me(token);
    assert.ok(status === 200 || performance.now() - beganMs + TIMER_SLACK_MS >= 500);
    if (status === 401) assert.equal(headers['www-authenticate'], 'Bearer error="invalid_token"');
    return status === 401;
  });
  assert.equal((await me((await enrol()).token)).status, 200);
  assert.equal(await ping(url), 200);
});

test('hang: after so many requests none is answered, and the service still says how it is', async (t) => {
  const url = await serveWith(t, 'hang:after_requests=3');
  assert.deepEqual(await pings(url, 3), [200, 200, 200]);
  const hung = request(`${url}/ping`, { agent: false }).on('error', () => {});
  let answered = false;
  hung.once('response', () => {
    answered = true;
  });
  hung.end();
  const inFlight = async () => json(await call(url, 'GET', '/metrics/requests')).in_flight;
  await until('it has the request', async () => (await inFlight()) === 2);
  for (let i = 0; i < 20; i++) assert.equal((await call(url, 'GET', '/health')).status, 200);
  assert.equal(await inFlight(), 2);
  assert.equal(answered, false);
  hung.destroy();
});

test('several faults at once do each their own', async (t) => {
  const url = await serveWith(t, 'slow:ms=100,errors-5xx:share=1:burst_seconds=9:every_seconds=9');
  let status = 0;
  const ms = await msOf(async () => {
    status = await ping(url);
  });
  assert.equal(status, 500);
  assert.ok(ms >= 100);
});

test('early-errors: every third upload fails until so many have, and nothing afterwards', async (t) => {
  const url = await serveWith(t, 'early-errors:uploads=2');
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) statuses.push((await call(url, 'PUT', `/files/${i}.bin`, 'x')).status);
  assert.deepEqual(
    statuses.flatMap((status, index) => (status === 503 ? [index] : [])),
    [2, 5],
  );
});

test('quota: so many files at a time and no more, until one is removed; a file that is replaced is none more', async (t) => {
  const url = await serveWith(t, 'quota:files=2');
  const put = async (name: string) =>
    (await fetch(`${url}/files/${name}`, { method: 'PUT', body: 'x' })).status;
  assert.deepEqual([await put('a'), await put('b'), await put('c'), await put('b')], [201, 201, 507, 200]);
  await fetch(`${url}/files/a`, { method: 'DELETE' });
  assert.deepEqual([await put('c'), await put('d')], [201, 507]);
});

test('account-limit: so many uploads and no more, though others are removed; all else goes on', async (t) => {
  const url = await serveWith(t, 'account-limit:uploads=2');
  const put = async (name: string) => (await call(url, 'PUT', `/files/${name}`, 'x')).status;
  assert.deepEqual([await put('a'), await put('b'), await put('c')], [201, 201, 403]);
  assert.equal((await call(url, 'DELETE', '/files/a')).status, 204);
  assert.equal(await put('d'), 403);
  assert.equal((await call(url, 'GET', '/files/b')).body.toString(), 'x');
});

test('slow-index: what it takes grows with the files that are there', async (t) => {
  const url = await serveWith(t, 'slow-index:ms_per_file=40');
  const listed = () => msOf(() => fetch(`${url}/files`));
  for (const name of ['a', 'b', 'c', 'd']) await fetch(`${url}/files/${name}`, { method: 'PUT', body: 'x' });
  assert.ok((await listed()) >= 4 * 40);
});

test('clock: the Date of its answers is ahead', async (t) => {
  const url = await serveWith(t, 'clock:seconds=600');
  const { headers } = await fetch(`${url}/ping`);
  const ahead = Date.parse(headers.get('date') ?? '') - Date.now();
  assert.ok(ahead > 590_000 && ahead <= 601_000, String(ahead));
});
