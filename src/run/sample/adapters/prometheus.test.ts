import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Values } from './adapter.ts';
import { prometheus } from './prometheus.ts';

/** What a real service answered with the client library of that name. */
const recorded = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8');

/** With three digits: the recordings have as many as a double holds. */
function read(text: string): Values | undefined {
  const values = prometheus.read(text);
  const rounded = Object.entries(values ?? {}).map(([name, value]) => [name, Number(value.toPrecision(3))]);
  return values === undefined ? undefined : Object.fromEntries(rounded);
}

test('Go: client_golang tells heap, memory, goroutines, collections and their pauses', () => {
  assert.deepEqual(read(recorded('client_golang.txt')), {
    runtime_heap_mb: 0.511,
    runtime_sys_mb: 12.8,
    runtime_goroutines: 5,
    runtime_gc_total: 47,
    runtime_gc_pause_seconds_total: 0.0112,
    process_cpu_seconds_total: 0.22,
    process_resident_memory_bytes: 13_400_000,
    process_max_fds: 20_000,
    process_open_fds: 11,
    process_threads: 7,
    process_start_time_seconds: 1_800_000_000,
  });
});

test('Go: with all metrics of its runtime, the CPU time of the collector less what it did on idle processors', () => {
  const { runtime_gc_cpu_seconds_total, runtime_cpu_seconds_total } =
    read(recorded('client_golang-all.txt')) ?? {};
  assert.deepEqual([runtime_gc_cpu_seconds_total, runtime_cpu_seconds_total], [5.01, 9.29]);
  const older = recorded('client_golang-all.txt').replace(/^go_cpu_classes_gc_mark_idle.*\n/m, '');
  assert.equal(read(older)?.runtime_gc_cpu_seconds_total, undefined);
  assert.deepEqual(read('go_memstats_gc_cpu_fraction 0.0123\n'), { runtime_gc_cpu_fraction: 0.0123 });
});

test('JVM: what a collector does beside the program is no pause, and its pauses are not beside it', () => {
  assert.deepEqual(
    read(`jvm_gc_concurrent_phase_time_seconds_sum{action="end of GC cycle",cause="Warmup",gc="ZGC Major Cycles"} 1.5
jvm_gc_concurrent_phase_time_seconds_sum{action="end of GC cycle",cause="Proactive",gc="ZGC Minor Cycles"} 2
jvm_gc_pause_seconds_sum{action="end of GC pause",cause="Warmup",gc="ZGC Major Pauses"} 0.004
`),
    { runtime_gc_concurrent_seconds_total: 3.5, runtime_gc_pause_seconds_total: 0.004 },
  );
  assert.deepEqual(
    read(`jvm_gc_duration_seconds_sum{jvm_gc_action="end of GC cycle",jvm_gc_name="Shenandoah Cycles"} 6
jvm_gc_duration_seconds_sum{jvm_gc_action="end of GC pause",jvm_gc_name="Shenandoah Pauses"} 0.25
`),
    { runtime_gc_concurrent_seconds_total: 6, runtime_gc_pause_seconds_total: 0.25 },
  );
});

test('Node: prom-client tells heap, handles, collections and their pauses', () => {
  assert.deepEqual(read(recorded('prom-client.txt')), {
    runtime_heap_mb: 65.6,
    runtime_handles: 2,
    runtime_gc_total: 1,
    runtime_gc_pause_seconds_total: 0.00689,
    process_cpu_seconds_total: 0.0996,
    process_resident_memory_bytes: 122_000_000,
    process_max_fds: 20_000,
    process_open_fds: 19,
    process_start_time_seconds: 1_800_000_000,
  });
});

test('Python: prometheus_client tells the process and its collections, but no heap', () => {
  assert.deepEqual(read(recorded('prometheus_client.txt')), {
    runtime_gc_total: 42,
    process_cpu_seconds_total: 0.11,
    process_resident_memory_bytes: 24_100_000,
    process_max_fds: 20_000,
    process_open_fds: 8,
    process_start_time_seconds: 1_800_000_000,
  });
});

const MICROMETER = recorded('micrometer.txt');

test('JVM: Micrometer tells its memory in pools, its pauses and its process', () => {
  assert.deepEqual(read(MICROMETER), {
    runtime_heap_mb: 31.5,
    runtime_sys_mb: 401,
    runtime_gc_total: 4,
    runtime_gc_pause_seconds_total: 0.049,
    process_cpu_seconds_total: 1.08,
    process_max_fds: 20_000,
    process_open_fds: 23,
    process_threads: 40,
    process_start_time_seconds: 1_800_000_000,
  });
});

test('JVM: Micrometer shows no pause before the first, which is then known to be none', () => {
  const young = MICROMETER.replace(/^jvm_gc_pause_.*\n/gm, '');
  const { runtime_gc_total, runtime_gc_pause_seconds_total } = read(young) ?? {};
  assert.deepEqual(
    { runtime_gc_total, runtime_gc_pause_seconds_total },
    {
      runtime_gc_total: 0,
      runtime_gc_pause_seconds_total: 0,
    },
  );
});

test('JVM: Spring counts requests by status', () => {
  const text = `http_server_requests_seconds_count{method="GET",outcome="SUCCESS",status="200",uri="/ping"} 100
http_server_requests_seconds_count{method="GET",outcome="SERVER_ERROR",status="503",uri="/ping"} 4
`;
  assert.deepEqual(read(text), { requests_total: 104, requests_errors_total: 4 });
});

test('JVM: the JMX exporter tells memory by area, and time beside the service is no pause', () => {
  const text = (used: string, committed: string) => `${used}{area="heap"} 1.048576E8
${used}{area="nonheap"} 2.097152E7
${committed}{area="heap"} 2.097152E8
${committed}{area="nonheap"} 3.145728E7
jvm_gc_collection_seconds_count{gc="ZGC Major Pauses"} 6
jvm_gc_collection_seconds_sum{gc="ZGC Major Pauses"} 0.004
jvm_gc_collection_seconds_count{gc="ZGC Major Cycles"} 2
jvm_gc_collection_seconds_sum{gc="ZGC Major Cycles"} 12.5
`;
  const expected = {
    runtime_heap_mb: 100,
    runtime_sys_mb: 230,
    runtime_gc_total: 6,
    runtime_gc_pause_seconds_total: 0.004,
    runtime_gc_concurrent_seconds_total: 12.5,
  };
  assert.deepEqual(read(text('jvm_memory_bytes_used', 'jvm_memory_bytes_committed')), expected);
  assert.deepEqual(read(text('jvm_memory_used_bytes', 'jvm_memory_committed_bytes')), expected);
});

test('OpenTelemetry without units, and what Erlang holds, are read', () => {
  const jvm = `jvm_memory_used{jvm_memory_type="heap",jvm_memory_pool_name="G1 Old Gen"} 1.048576E8
jvm_memory_used{jvm_memory_type="non_heap",jvm_memory_pool_name="Metaspace"} 5.24288E7
jvm_gc_duration_count{jvm_gc_name="G1 Young Generation"} 7
jvm_gc_duration_sum{jvm_gc_name="G1 Young Generation"} 0.5
http_server_request_duration_count{http_route="/"} 9
`;
  assert.deepEqual(read(jvm), {
    runtime_heap_mb: 100,
    runtime_gc_total: 7,
    runtime_gc_pause_seconds_total: 0.5,
    requests_total: 9,
  });
  const erlang = `erlang_vm_memory_bytes_total{kind="system"} 7.340032E7
erlang_vm_memory_bytes_total{kind="processes"} 3.145728E7
erlang_vm_memory_processes_bytes_total{usage="used"} 3.1E7
erlang_vm_statistics_garbage_collection_number_of_gcs 123456
`;
  assert.deepEqual(read(erlang), { runtime_sys_mb: 100 });
});

test('metrics without a name that we know, or none at all, are not of this form', () => {
  for (const text of ['my_metric 1\n', '<!doctype html>', '', '{"go_goroutines": 5}', 'go_goroutines NaN\n'])
    assert.equal(read(text), undefined, text);
});

test('a number that no service has is absent, and takes nothing else with it', () => {
  const text = 'go_goroutines -5\ngo_memstats_sys_bytes 1e300\nprocess_open_fds 3\nprocess_threads 1e999\n';
  assert.deepEqual(read(text), { process_open_fds: 3 });
});

test('errors are absent, not zero, where requests have no status', () => {
  assert.deepEqual(read('http_requests_total{method="GET"} 5\n'), { requests_total: 5 });
  assert.deepEqual(read('http_requests_total{code="200"} 5\nhttp_requests_total{code="5xx"} 2\n'), {
    requests_total: 7,
    requests_errors_total: 2,
  });
});

test('a label that is not there is not the wanted one: memory of a JVM without areas is no heap', () => {
  assert.equal(
    read('jvm_memory_used_bytes{pool_name="Old"} 5e8\njvm_memory_used_bytes{pool_name="Metaspace"} 1e8\n'),
    undefined,
  );
  assert.equal(read('jvm_memory_used_bytes 5e8\n'), undefined);
});

test('what is of several processes is not taken for one of them, nor for all', () => {
  const text = `nodejs_heap_size_used_bytes{pid="11"} 1e8
nodejs_heap_size_used_bytes{pid="12"} 2e8
ruby_rss{pid="5",type="web"} 1e8
ruby_rss{pid="6",type="web"} 1e8
nodejs_gc_duration_seconds_count{kind="minor",app="x"} 3
nodejs_gc_duration_seconds_count{kind="major",app="x"} 4
`;
  assert.deepEqual(read(text), { runtime_gc_total: 7 });
});

test('who waits for a connection or a worker is told by pools and servers, of all pools together', () => {
  assert.deepEqual(
    read('hikaricp_connections_pending{pool="a"} 7\nhikaricp_connections_pending{pool="b"} 2\n'),
    { pool_waiting: 9 },
  );
  assert.deepEqual(read('phpfpm_listen_queue{pool="www"} 12\nphpfpm_listen_queue_length 128\n'), {
    workers_backlog: 12,
  });
  assert.deepEqual(read('puma_request_backlog{phase="0"} 3\n'), { workers_backlog: 3 });
  assert.deepEqual(read('hikaricp_connections_active 7\ngo_goroutines 5\n'), {
    runtime_goroutines: 5,
  });
});
