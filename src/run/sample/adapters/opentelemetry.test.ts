/** Metrics that OpenTelemetry names, as its exporter for Prometheus writes them. */
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

test('OpenTelemetry in Go tells memory held and goroutines; its metrics from before heap and collections, too', () => {
  const now = { runtime_sys_mb: 36.3, runtime_goroutines: 14 };
  assert.deepEqual(read(recorded('opentelemetry-go.txt')), now);
  assert.deepEqual(read(recorded('opentelemetry-go-before.txt')), {
    ...now,
    runtime_heap_mb: 30.4,
    runtime_gc_total: 30,
    runtime_gc_pause_seconds_total: 0.0163,
  });
});

test('OpenTelemetry in Node tells heap, handles, collections and their pauses', () => {
  assert.deepEqual(read(recorded('opentelemetry-node.txt')), {
    runtime_heap_mb: 12.3,
    runtime_handles: 3,
    runtime_gc_total: 31,
    runtime_gc_pause_seconds_total: 1.06,
    process_cpu_seconds_total: 0.923,
    process_resident_memory_bytes: 102_000_000,
  });
});

test('OpenTelemetry in Python tells collections and the process', () => {
  assert.deepEqual(read(recorded('opentelemetry-python.txt')), {
    runtime_gc_total: 659,
    process_cpu_seconds_total: 0.67,
    process_resident_memory_bytes: 45_200_000,
    process_open_fds: 8,
    process_threads: 3,
  });
});

test('OpenTelemetry in a JVM: the heap is what jvm_memory_type says, and metaspace is no part of it', () => {
  assert.deepEqual(read(recorded('opentelemetry-jvm.txt')), {
    runtime_heap_mb: 38.4,
    runtime_sys_mb: 110,
    runtime_gc_total: 15,
    runtime_gc_pause_seconds_total: 0.115,
    process_cpu_seconds_total: 11.4,
    process_threads: 14,
  });
});

test('OpenTelemetry in a JVM from before its names were stable', () => {
  const text = `process_runtime_jvm_memory_usage_bytes{pool="G1 Old Gen",type="heap"} 1.048576E8
process_runtime_jvm_memory_usage_bytes{pool="Metaspace",type="non_heap"} 3.145728E7
process_runtime_jvm_gc_duration_milliseconds_count{action="end of minor GC",gc="G1 Young Generation"} 6
process_runtime_jvm_gc_duration_milliseconds_sum{action="end of minor GC",gc="G1 Young Generation"} 40
`;
  assert.deepEqual(read(text), {
    runtime_heap_mb: 100,
    runtime_gc_total: 6,
    runtime_gc_pause_seconds_total: 0.04,
  });
});

// As https://github.com/prometheus-net/prometheus-net (DotNetStats.cs) and the semantic conventions of OpenTelemetry have them.
test('.NET: prometheus-net counts a collection for all younger generations, OpenTelemetry for its own alone', () => {
  const net = `dotnet_collection_count_total{generation="0"} 9
dotnet_collection_count_total{generation="1"} 4
dotnet_collection_count_total{generation="2"} 1
dotnet_total_memory_bytes 5242880
process_working_set_bytes 66547712
process_num_threads 30
process_open_handles 802
http_requests_received_total{code="200",method="GET"} 5
http_requests_received_total{code="500",method="GET"} 2
`;
  assert.deepEqual(read(net), {
    runtime_heap_mb: 5,
    runtime_gc_total: 9,
    requests_total: 7,
    requests_errors_total: 2,
    process_resident_memory_bytes: 66_500_000,
    process_open_fds: 802,
    process_threads: 30,
  });
  const otel = `dotnet_gc_collections_total{gc_heap_generation="gen0"} 5
dotnet_gc_collections_total{gc_heap_generation="gen1"} 3
dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="gen0"} 1048576
dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="loh"} 1048576
dotnet_gc_last_collection_memory_committed_size_bytes 10485760
dotnet_gc_pause_time_seconds_total 0.25
dotnet_process_cpu_time_seconds_total{cpu_mode="user"} 1
dotnet_process_cpu_time_seconds_total{cpu_mode="system"} 2
`;
  assert.deepEqual(read(otel), {
    runtime_heap_mb: 2,
    runtime_sys_mb: 10,
    runtime_gc_total: 8,
    runtime_gc_pause_seconds_total: 0.25,
    process_cpu_seconds_total: 3,
  });
});

test('OpenTelemetry counts requests by http_response_status_code', () => {
  const text = `http_server_request_duration_seconds_count{http_route="/a",http_response_status_code="200"} 10
http_server_request_duration_seconds_count{http_route="/b",http_response_status_code="503"} 2
`;
  assert.deepEqual(read(text), { requests_total: 12, requests_errors_total: 2 });
});
