import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { VERSION } from './health.ts';
import { call, json, serve } from './test-service.ts';

test('health says ok, and the version of the package', async (t) => {
  const url = await serve(t);
  const health = json(await call(url, 'GET', '/health'));
  assert.deepEqual(Object.keys(health), ['status', 'version', 'uptime_seconds']);
  assert.equal(health.status, 'ok');
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.equal(VERSION, version);
});

test('requests are counted by route and by status, each route apart', async (t) => {
  const url = await serve(t);
  await call(url, 'PUT', '/files/a', 'x');
  await call(url, 'GET', '/files/a');
  await call(url, 'GET', '/files/missing');
  await call(url, 'GET', '/nowhere');
  await call(url, 'GET', '/metrics/requests');
  const answer = json(await call(url, 'GET', '/metrics/requests'));
  assert.equal(answer.total, 5);
  assert.equal(answer.errors, 0);
  assert.equal(answer.in_flight, 1);
  assert.deepEqual(answer.by_status, { 200: 2, 201: 1, 404: 2 });
  const counts = Object.entries<{ count: number }>(answer.by_route).map(([route, { count }]) => [
    route,
    count,
  ]);
  assert.deepEqual(counts, [
    ['PUT /files/:name', 1],
    ['GET /files/:name', 2],
    ['none', 1],
    ['GET /metrics/requests', 1],
  ]);
  const { p50_ms, p95_ms, max_ms } = answer.by_route['GET /files/:name'];
  assert.ok(p50_ms > 0 && p50_ms <= p95_ms && p95_ms <= max_ms, `${p50_ms} ${p95_ms} ${max_ms}`);
});

test('memory is reported in mebibytes that fit together', async (t) => {
  const url = await serve(t);
  const memory = json(await call(url, 'GET', '/metrics/memory'));
  assert.match(memory.runtime, /^node v\d+/);
  assert.ok(memory.heap_alloc_mb <= memory.heap_total_mb && memory.heap_total_mb < memory.sys_mb);
  assert.ok(Math.abs(memory.sys_mb / (process.memoryUsage().rss / 2 ** 20) - 1) < 0.5);
  assert.ok(memory.handles >= 2, 'the socket that listens and the one that asks');
  assert.ok(process.platform === 'win32' || memory.open_fds >= 5);
  assert.ok(memory.num_gc >= 0 && memory.gc_pause_total_ms >= 0);
});

test('collections of garbage are counted with their pauses', async (t) => {
  const url = await serve(t);
  const before = json(await call(url, 'GET', '/metrics/memory'));
  let kept: object[] = [];
  for (let i = 0; i < 3_000_000; i++) kept = i % 1000 === 0 ? [] : [...kept.slice(-1), { i }];
  assert.ok(kept.length > 0);
  const after = json(await call(url, 'GET', '/metrics/memory'));
  assert.ok(after.num_gc > before.num_gc);
  assert.ok(after.gc_pause_total_ms > before.gc_pause_total_ms);
});

test('Prometheus gets the defaults of its client, the durations by route and the requests in flight', async (t) => {
  const url = await serve(t);
  await call(url, 'GET', '/ping');
  const reply = await call(url, 'GET', '/metrics');
  assert.match(String(reply.headers['content-type']), /^text\/plain; version=0\.0\.4/);
  const text = reply.body.toString();
  for (const line of [
    /^process_cpu_seconds_total \d/m,
    /^process_resident_memory_bytes \d/m,
    /^nodejs_eventloop_lag_seconds \d/m,
    /^http_requests_in_flight 1$/m,
    /^http_request_duration_seconds_count\{route="GET \/ping",status="200"\} 1$/m,
    /^http_request_duration_seconds_bucket\{le="\+Inf",route="GET \/ping",status="200"\} 1$/m,
  ])
    assert.match(text, line);
});
