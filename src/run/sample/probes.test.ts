import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closedUrl, server } from '../../testing/http-server.ts';
import { plainManner } from './fixtures.ts';
import { probeUrl, readProbes } from './probes.ts';

const PROBES = { memory: '/metrics/memory', requests: '/metrics/requests' };
type Probes = Parameters<typeof readProbes>[1];
/** One reading of the service, as of one whose process we see ourselves. */
const readOnce = (url: string, probes: Probes) => readProbes(url, probes, false, plainManner())();
/** The readings without the time they took, which differs from machine to machine. */
async function readNumbers(url: string, probes: Probes) {
  const { probe_seconds: _, ...numbers } = await readOnce(url, probes);
  return numbers;
}
const MEMORY = {
  runtime: 'node',
  sys_mb: 90.5,
  heap_alloc_mb: 12,
  heap_total_mb: 20,
  num_gc: 3,
  gc_pause_total_ms: 250,
  handles: 8,
};

test('both probes become series, in the units of a sample', async (t) => {
  const { url } = await server(t, (request, response) => {
    const requests = { total: 100, errors: 2, in_flight: 0, by_status: { 200: 98 } };
    response.end(JSON.stringify(request.url === PROBES.memory ? MEMORY : requests));
  });
  assert.deepEqual(await readNumbers(url, PROBES), {
    runtime_sys_mb: 90.5,
    runtime_heap_mb: 12,
    runtime_gc_total: 3,
    runtime_gc_pause_seconds_total: 0.25,
    runtime_handles: 8,
    requests_total: 100,
    requests_errors_total: 2,
    requests_in_flight: 0,
  });
});

test('a Go service says goroutines instead of handles', async (t) => {
  const { url } = await server(t, (_, response) => response.end('{"goroutines": 12}'));
  assert.deepEqual(await readNumbers(url, { memory: '/m' }), { runtime_goroutines: 12 });
});

test('only the probes that the target offers are asked', async (t) => {
  const { url, requests } = await server(t, (_, response) => response.end('{"total": 1}'));
  assert.deepEqual(await readOnce(url, {}), {});
  await readOnce(url, { requests: '/r' });
  assert.deepEqual(requests, ['/r']);
});

test('a field that is no sensible number is absent, never zero', async (t) => {
  const body =
    '{"sys_mb": "90", "heap_alloc_mb": -1, "num_gc": null, "gc_pause_total_ms": 1e999, "handles": 0}';
  const { url } = await server(t, (_, response) => response.end(body));
  assert.deepEqual(await readNumbers(url, { memory: '/m' }), { runtime_handles: 0 });
});

test('an answer that is none leaves a gap, and does not take the other probe with it', async (t) => {
  const bad: [number, string][] = [
    [500, '{"total": 1}'],
    [302, ''],
    [200, '<html>'],
    [200, 'null'],
    [200, '"text"'],
    [200, `{"total": 1, "padding": "${'x'.repeat(64 * 1024)}"}`],
  ];
  let turn = 0;
  const { url, requests } = await server(t, (request, response) => {
    const [status, body] = request.url === '/m' ? [200, '{"sys_mb": 5}'] : (bad[turn] ?? [200, '']);
    response.writeHead(status, { location: '/m' }).end(body);
  });
  for (; turn < bad.length; turn++)
    assert.deepEqual(
      await readOnce(url, { memory: '/m', requests: '/r' }),
      { runtime_sys_mb: 5 },
      `${bad[turn]}`,
    );
  assert.equal(requests.length, 2 * bad.length, 'no redirect is followed');
});

test('why a probe told nothing is kept, with how often it was asked', async (t) => {
  const answers: Record<string, [status: number, body: string, headers?: Record<string, string>]> = {
    '/missing': [404, ''],
    '/failing': [503, ''],
    '/login': [302, '', { location: '/sign-in?token=s3cret' }],
    '/away': [301, '', { location: 'http://192.0.2.1/metrics' }],
    '/html': [200, '<!doctype html>', { 'content-type': 'text/html' }],
    '/json': [200, '{"status":"ok"}', { 'content-type': 'application/json' }],
    '/others': [200, '# TYPE orders_total counter\norders_total 5\n'],
  };
  const { url } = await server(t, (request, response) => {
    const [status, body, headers = {}] = answers[request.url ?? ''] ?? [200, 'go_goroutines 5\n'];
    response.writeHead(status, headers).end(body);
  });
  const whyOf = async (path: string) => {
    const manner = plainManner();
    const read = readProbes(url, { prometheus: path }, true, manner);
    await read();
    await read();
    return [...manner.silent.values()].map(({ kind, why, asked, told }) => [kind, why, asked, told]);
  };
  assert.deepEqual(await whyOf('/metrics'), []);
  assert.deepEqual(await whyOf('/missing'), [['missing', 'it returns 404', 2, 0]]);
  assert.deepEqual(await whyOf('/failing'), [['failing', 'it returns 503', 2, 0]]);
  assert.deepEqual(await whyOf('/login'), [
    ['elsewhere', 'it returns 302 and redirects to /sign-in, which is not followed', 2, 0],
  ]);
  assert.match(String(await whyOf('/away')), /redirects to another host/);
  assert.match(String(await whyOf('/html')), /^form,it returns a page of HTML/);
  assert.match(String(await whyOf('/json')), /^form,it returns JSON/);
  assert.match(String(await whyOf('/others')), /^unknown,it has metrics, but no known ones/);
});

test('a target that does not answer within its second, or is gone, leaves a gap', async (t) => {
  const { url } = await server(t, () => {});
  assert.deepEqual(await readOnce(url, PROBES), {});
  assert.deepEqual(await readOnce(await closedUrl(), PROBES), {});
});

test('the time that the slower of two answers took is read, and only when both came', async (t) => {
  const { url } = await server(t, (request, response) => {
    if (request.url === '/late') setTimeout(() => response.end('{}'), 100);
    else response.writeHead(request.url === '/bad' ? 500 : 200).end('{}');
  });
  const seconds = async (probes: Probes) => (await readOnce(url, probes)).probe_seconds;
  assert.ok(((await seconds({ memory: '/late', requests: '/r' })) ?? 0) > 0.09);
  assert.ok(((await seconds({ requests: '/late' })) ?? 0) > 0.09);
  assert.equal(await seconds({ memory: '/m', requests: '/bad' }), undefined);
});

const METRICS = 'go_goroutines 7\nprocess_open_fds 5\nprocess_resident_memory_bytes 1048576\n';

test('what is said of the process counts only where nobody sees it', async (t) => {
  const { url } = await server(t, (_, response) => response.end(METRICS));
  const read = async (ofProcess: boolean) => {
    const { probe_seconds: _, ...values } = await readProbes(
      url,
      { prometheus: '/m' },
      ofProcess,
      plainManner(),
    )();
    return values;
  };
  assert.deepEqual(await read(false), { runtime_goroutines: 7 });
  assert.deepEqual(await read(true), {
    runtime_goroutines: 7,
    process_open_fds: 5,
    process_resident_memory_bytes: 1048576,
  });
});

test('goroutines come from pprof when nothing better tells them, and not in every second', async (t) => {
  const { url, requests } = await server(t, (_, response) =>
    response.end('goroutine profile: total 12\n1 @ 0x1'),
  );
  const read = readProbes(url, { pprof: '/debug/pprof/' }, false, plainManner());
  assert.deepEqual(await read(), { runtime_goroutines: 12 });
  assert.deepEqual(await read(), {});
  assert.deepEqual(requests, ['/debug/pprof/goroutine?debug=1']);
});

test('pprof is not asked for what another probe tells', async (t) => {
  const { url, requests } = await server(t, (_, response) => response.end(METRICS));
  await readOnce(url, { prometheus: '/metrics', pprof: '/debug/pprof/' });
  assert.deepEqual(requests, ['/metrics']);
});

test('metrics with a port of their own are asked there', () => {
  assert.equal(probeUrl('http://127.0.0.1:8080/api', '/metrics'), 'http://127.0.0.1:8080/api/metrics');
  assert.equal(
    probeUrl('http://127.0.0.1:8080', 'http://127.0.0.1:9404/metrics'),
    'http://127.0.0.1:9404/metrics',
  );
});
