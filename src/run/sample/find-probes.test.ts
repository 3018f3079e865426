import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closedUrl, server } from '../../testing/http-server.ts';
import { mannerOf } from './ask.ts';
import { findProbes } from './find-probes.ts';
import { plainManner } from './fixtures.ts';

const NEVER = new AbortController().signal;
const GO = 'go_goroutines 7\ngo_memstats_heap_alloc_bytes 1e6\n';
const INDEX = "<a href='goroutine?debug=1'>goroutine</a> <a href='heap?debug=1'>heap</a>";
const MEMSTATS = '{"memstats": {"Sys": 1e7, "HeapAlloc": 1e6, "NumGC": 3, "PauseTotalNs": 0}}';

/** A service with these answers; everything else is not found. */
async function serviceOf(t: Parameters<typeof server>[0], answers: Record<string, string>) {
  return await server(t, (request, response) => {
    const body = answers[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
}

test('a Go service shows what it has on the usual paths', async (t) => {
  const { url } = await serviceOf(t, { '/metrics': GO, '/debug/vars': MEMSTATS, '/debug/pprof/': INDEX });
  assert.deepEqual(await findProbes(url, 'auto', false, plainManner(), NEVER), {
    prometheus: '/metrics',
    expvar: '/debug/vars',
    pprof: '/debug/pprof/',
  });
});

test('what only says again what another says is left out', async (t) => {
  const metrics = `${GO}go_memstats_sys_bytes 1e7\ngo_gc_duration_seconds_sum 0\ngo_gc_duration_seconds_count 3\n`;
  const { url } = await serviceOf(t, { '/metrics': metrics, '/debug/vars': MEMSTATS });
  assert.deepEqual(await findProbes(url, 'auto', false, plainManner(), NEVER), { prometheus: '/metrics' });
});

test('metrics are looked for where frameworks put them', async (t) => {
  const { url } = await serviceOf(t, {
    '/actuator/prometheus': 'jvm_threads_live_threads 5\njvm_gc_pause_seconds_count 1\n',
  });
  assert.deepEqual(await findProbes(url, 'auto', false, plainManner(), NEVER), {
    prometheus: '/actuator/prometheus',
  });
});

test('metrics of the process alone are of use only where nobody sees the process', async (t) => {
  const { url } = await serviceOf(t, { '/metrics': 'process_open_fds 5\n' });
  assert.deepEqual(await findProbes(url, 'auto', false, plainManner(), NEVER), {});
  assert.deepEqual(await findProbes(url, 'auto', true, plainManner(), NEVER), { prometheus: '/metrics' });
});

test('a page that answers every path alike is no probe', async (t) => {
  for (const page of [
    '<!doctype html><title>cheap heap, my profile</title>',
    '{"total": "many"}',
    '[]',
    'OK',
    '',
  ]) {
    const { url } = await server(t, (_, response) => response.end(page));
    assert.deepEqual(await findProbes(url, 'auto', true, plainManner(), NEVER), {}, page);
  }
});

test('a redirect leads nowhere, and a service that is gone has no probes', async (t) => {
  const { url } = await server(t, (_, response) => response.writeHead(302, { location: '/metrics' }).end());
  assert.deepEqual(await findProbes(url, 'auto', true, plainManner(), NEVER), {});
  assert.deepEqual(await findProbes(await closedUrl(), 'auto', true, plainManner(), NEVER), {});
});

test('a service that does not answer is not waited for once nobody wants to know', async (t) => {
  const { url } = await server(t, () => {});
  const interrupted = new AbortController();
  const found = findProbes(url, 'auto', true, plainManner(), interrupted.signal);
  interrupted.abort();
  assert.deepEqual(await found, {});
});

test('pprof is known by an index of another form, too', async (t) => {
  const forms = [
    '<a href="/debug/pprof/heap">heap</a> <a href="/debug/pprof/profile?seconds=30">CPU</a>',
    '{"profiles":["heap","profile"]}',
    '/debug/pprof/heap\n/debug/pprof/profile\n',
  ];
  for (const index of forms) {
    const { url } = await serviceOf(t, { '/debug/pprof/': index });
    const found = await findProbes(url, 'auto', false, plainManner(), NEVER);
    assert.deepEqual(found, { pprof: '/debug/pprof/' }, index);
  }
});

test('what is there and tells nothing is worth a word, what is not there is none', async (t) => {
  const { url } = await server(t, (request, response) => {
    const answers: Record<string, [number, string]> = {
      '/metrics': [200, '# TYPE orders_total counter\norders_total 1\n'],
      '/debug/vars': [500, ''],
    };
    const [status, body] = answers[request.url ?? ''] ?? [404, ''];
    response.writeHead(status).end(body);
  });
  const manner = plainManner();
  await findProbes(url, 'auto', true, manner, NEVER);
  const silent = [...manner.silent.values()].map(({ form, where, kind }) => [form, where, kind]);
  assert.deepEqual(silent.sort(), [
    ['expvar', '/debug/vars', 'failing'],
    ['prometheus', '/metrics', 'unknown'],
  ]);
});

test('what the target file names is not looked for', async (t) => {
  const { url, requests } = await serviceOf(t, { '/metrics': GO });
  assert.deepEqual(await findProbes(url, { expvar: '/vars' }, false, plainManner(), NEVER), {
    expvar: '/vars',
  });
  assert.deepEqual(await findProbes(url, {}, false, plainManner(), NEVER), {});
  assert.deepEqual(requests, []);
});

test('headers go with every question, and what refuses an answer is noted by its path', async (t) => {
  const { url } = await server(t, (request, response) => {
    const isKnown = request.headers.authorization === 'Bearer t0ken';
    if (request.url === '/metrics') response.writeHead(isKnown ? 200 : 401).end(isKnown ? GO : '');
    else response.writeHead(request.url === '/debug/pprof/' ? 403 : 404).end();
  });
  const stranger = plainManner();
  assert.deepEqual(await findProbes(url, 'auto', false, stranger, NEVER), {});
  assert.deepEqual([...stranger.refused].sort(), ['/debug/pprof/', '/metrics']);
  const known = mannerOf({ authorization: 'Bearer t0ken' });
  assert.deepEqual(await findProbes(url, 'auto', false, known, NEVER), { prometheus: '/metrics' });
  assert.deepEqual([...known.refused], ['/debug/pprof/']);
});

test('a page of metrics that is still coming when its time is up is waited for', {
  timeout: 20_000,
}, async (t) => {
  const { url } = await server(t, (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
    response.write('# TYPE go_goroutines gauge\n');
    setTimeout(() => response.end(GO), 2300);
  });
  const manner = plainManner();
  assert.deepEqual(await findProbes(url, 'auto', false, manner, NEVER), { prometheus: '/metrics' });
  assert.equal(manner.silent.size, 0);
});

test("a JVM's list of threads is offered where the actuator lists it, and not asked for in vain", async (t) => {
  const links = (names: string[]) =>
    JSON.stringify({
      _links: Object.fromEntries(names.map((name) => [name, { href: `/actuator/${name}` }])),
    });
  const { url, requests } = await serviceOf(t, { '/actuator': links(['self', 'health', 'threaddump']) });
  assert.deepEqual(await findProbes(url, 'auto', false, plainManner(), NEVER), {
    threads: '/actuator/threaddump',
  });
  assert.ok(!requests.includes('/actuator/threaddump'), 'it costs all threads a moment');
  const { url: plain } = await serviceOf(t, { '/actuator': links(['self', 'health']) });
  assert.deepEqual(await findProbes(plain, 'auto', false, plainManner(), NEVER), {});
});
