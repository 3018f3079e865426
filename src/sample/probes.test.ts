import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closedUrl, server } from '../provision/fixtures.ts';
import { readProbes } from './probes.ts';

const PROBES = { memory: '/metrics/memory', requests: '/metrics/requests' };
/** The readings without the time they took, which differs from machine to machine. */
async function readNumbers(...asked: Parameters<typeof readProbes>) {
  const { probe_seconds: _, ...numbers } = await readProbes(...asked);
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
  assert.deepEqual(await readProbes(url, {}), {});
  await readProbes(url, { requests: '/r' });
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
      await readProbes(url, { memory: '/m', requests: '/r' }),
      { runtime_sys_mb: 5 },
      `${bad[turn]}`,
    );
  assert.equal(requests.length, 2 * bad.length, 'no redirect is followed');
});

test('a target that does not answer within its second, or is gone, leaves a gap', async (t) => {
  const { url } = await server(t, () => {});
  assert.deepEqual(await readProbes(url, PROBES), {});
  assert.deepEqual(await readProbes(await closedUrl(), PROBES), {});
});

test('the time that the slower of two answers took is read, and only when both came', async (t) => {
  const { url } = await server(t, (request, response) => {
    if (request.url === '/late') setTimeout(() => response.end('{}'), 100);
    else response.writeHead(request.url === '/bad' ? 500 : 200).end('{}');
  });
  const seconds = async (probes: Parameters<typeof readProbes>[1]) =>
    (await readProbes(url, probes)).probe_seconds;
  assert.ok(((await seconds({ memory: '/late', requests: '/r' })) ?? 0) > 0.09);
  assert.ok(((await seconds({ requests: '/late' })) ?? 0) > 0.09);
  assert.equal(await seconds({ memory: '/m', requests: '/bad' }), undefined);
});
