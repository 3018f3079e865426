import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { expvar } from './expvar.ts';

test("memstats as Go's expvar publishes them become series", () => {
  const { runtime_gc_pause_seconds_total: paused = 0, ...values } =
    expvar.read(readFileSync(new URL('recorded/expvar.json', import.meta.url), 'utf8')) ?? {};
  assert.deepEqual(values, {
    runtime_sys_mb: 13_474_056 / 1024 / 1024,
    runtime_heap_mb: 850_760 / 1024 / 1024,
    runtime_gc_total: 47,
    runtime_gc_cpu_fraction: 0.007405240763796953,
  });
  assert.equal(paused.toFixed(9), '0.011189198');
});

test('JSON without memstats is not of this form, and a field that is no number is absent', () => {
  for (const body of [
    '{}',
    'null',
    '[]',
    '"memstats"',
    '{"memstats": null}',
    '{"memstats": [1]}',
    '{"memstats": 5}',
  ])
    assert.equal(expvar.read(body), undefined, body);
  assert.deepEqual(
    expvar.read('{"memstats": {"Sys": "9", "HeapAlloc": -1, "NumGC": 1e300, "PauseTotalNs": 0}}'),
    {
      runtime_gc_pause_seconds_total: 0,
    },
  );
});
