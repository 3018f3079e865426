/**
 * Prometheus metric → series. Each runtime's usual clients name what they show in their own way:
 *
 *   Go       https://pkg.go.dev/github.com/prometheus/client_golang/prometheus/collectors (NewGoCollector)
 *   Node     https://github.com/siimon/prom-client (lib/metrics)
 *   Python   https://github.com/prometheus/client_python (gc_collector.py)
 *   JVM      https://docs.micrometer.io/micrometer/reference/reference/jvm.html, and
 *            https://prometheus.github.io/client_java/instrumentation/jvm/, which the JMX exporter has in it; its versions
 *            before 1.0 say jvm_memory_bytes_used
 *   .NET     https://github.com/prometheus-net/prometheus-net (DotNetStats.cs)
 *   Ruby     https://github.com/discourse/prometheus_exporter (process_collector.rb)
 *   Erlang   https://github.com/prometheus-erl/prometheus.erl (prometheus_vm_memory_collector: all is that of processes and of the system)
 *   PHP      https://github.com/hipages/php-fpm_exporter
 *   databases: NewDBStatsCollector of Go's client (go_sql_*), and HikariCP's meters in Micrometer
 *   process_* https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 *   OpenTelemetry, all languages: https://opentelemetry.io/docs/specs/semconv/runtime/ and …/semconv/system/process-metrics/;
 *            process_runtime_* are the names from before these became stable. Exporters append the unit or leave it out.
 */
import { GC_RULES } from './prometheus-gc.ts';
import type { SeriesRule } from './series-rule.ts';

const PER_MIB = 1 / (1024 * 1024);
const REQUESTS = [
  'http_requests_total',
  'http_server_requests_seconds_count',
  'http_server_request_duration_seconds_count',
  'http_server_request_duration_count',
  'http_server_duration_milliseconds_count',
  'http_server_requests_total',
  'http_requests_received_total',
  'ruby_http_requests_total',
  'rails_requests_total',
  'phpfpm_accepted_connections',
];
const JVM_USED = [
  'jvm_memory_used_bytes',
  'jvm_memory_used',
  'jvm_memory_bytes_used',
  'process_runtime_jvm_memory_usage_bytes',
  'process_runtime_jvm_memory_usage',
];
const JVM_COMMITTED = [
  'jvm_memory_committed_bytes',
  'jvm_memory_committed',
  'jvm_memory_bytes_committed',
  'process_runtime_jvm_memory_committed_bytes',
  'process_runtime_jvm_memory_committed',
];
/** Micrometer and client_java say area, OpenTelemetry jvm_memory_type, and before that type. */
const JVM_AREAS = ['area', 'jvm_memory_type', 'type'];
const JVM_POOLS = [...JVM_AREAS, 'id', 'jvm_memory_pool_name', 'pool'];
const CPU_MODES = ['state', 'type', 'cpu_mode', 'process_cpu_state', 'mode'];
const STATUSES = ['code', 'status', 'status_code', 'http_response_status_code', 'http_status_code'];

const isHeap = (labels: Map<string, string>) => JVM_AREAS.some((name) => labels.get(name) === 'heap');
const isServerError = (labels: Map<string, string>) =>
  STATUSES.some((name) => /^5(\d\d|xx)$/.test(labels.get(name) ?? ''));

/** Of a series with several rules the last that finds something counts. */
export const SERIES_RULES: SeriesRule[] = [
  {
    series: 'runtime_heap_mb',
    metrics: [
      'go_memstats_heap_alloc_bytes',
      'go_memory_classes_heap_objects_bytes',
      'process_runtime_go_mem_heap_alloc_bytes',
      'nodejs_heap_size_used_bytes',
      'v8js_memory_heap_used_bytes',
      'v8js_memory_heap_used',
      'dotnet_total_memory_bytes',
      'process_runtime_dotnet_gc_objects_size_bytes',
      'dotnet_gc_last_collection_heap_size_bytes',
      'dotnet_gc_last_collection_heap_size',
    ],
    parts: ['v8js_heap_space_name', 'gc_heap_generation'],
    factor: PER_MIB,
  },
  { series: 'runtime_heap_mb', metrics: JVM_USED, parts: JVM_POOLS, where: isHeap, factor: PER_MIB },
  {
    series: 'runtime_sys_mb',
    metrics: [
      'go_memstats_sys_bytes',
      'go_memory_classes_total_bytes',
      'go_memory_used_bytes',
      'go_memory_used',
      'process_runtime_dotnet_gc_committed_memory_size_bytes',
      'dotnet_gc_last_collection_memory_committed_size_bytes',
      'dotnet_gc_last_collection_memory_committed_size',
      'erlang_vm_memory_bytes_total',
    ],
    parts: ['go_memory_type', 'kind'],
    factor: PER_MIB,
  },
  { series: 'runtime_sys_mb', metrics: JVM_COMMITTED, parts: JVM_POOLS, factor: PER_MIB },
  {
    series: 'runtime_goroutines',
    metrics: ['go_goroutines', 'go_goroutine_count', 'process_runtime_go_goroutines'],
  },
  {
    series: 'runtime_handles',
    metrics: ['nodejs_active_resources_total', 'nodejs_active_handles_total', 'v8js_resource_active'],
    parts: ['type', 'v8js_resource_type'],
  },
  ...GC_RULES,
  { series: 'requests_total', metrics: REQUESTS, parts: 'any' },
  { series: 'requests_errors_total', metrics: REQUESTS, parts: 'any', where: isServerError },
  {
    series: 'catalog_connections',
    metrics: [
      'catalog_connections',
      'go_sql_open_connections',
      'hikaricp_connections',
      'db_client_connection_count',
      'db_client_connections_usage',
    ],
    parts: 'any',
  },
  {
    series: 'pool_waiting',
    metrics: [
      'hikaricp_connections_pending',
      'db_client_connection_pending_requests',
      'db_client_connections_pending_requests',
      'agroal_awaiting_count',
      'r2dbc_pool_pending_connections',
      'httpcomponents_httpclient_pool_total_pending',
    ],
    parts: 'any',
  },
  {
    series: 'workers_backlog',
    metrics: [
      'phpfpm_listen_queue',
      'puma_request_backlog',
      'puma_backlog',
      'kestrel_queued_requests',
      'dotnet_thread_pool_queue_length_total',
      'dotnet_thread_pool_queue_length',
      'process_runtime_dotnet_thread_pool_queue_length',
    ],
    parts: 'any',
  },
  { series: 'catalog_statements', metrics: ['catalog_statements'], parts: 'any' },
  { series: 'process_cpu_seconds_total', metrics: ['process_cpu_time_ns_total'], factor: 1e-9 },
  {
    series: 'process_cpu_seconds_total',
    metrics: [
      'process_cpu_seconds_total',
      'process_cpu_time_seconds_total',
      'process_cpu_time_total',
      'jvm_cpu_time_seconds_total',
      'jvm_cpu_time_total',
      'jvm_cpu_time',
      'dotnet_process_cpu_time_seconds_total',
    ],
    parts: CPU_MODES,
  },
  {
    series: 'process_resident_memory_bytes',
    metrics: [
      'process_resident_memory_bytes',
      'process_memory_usage_bytes',
      'process_memory_usage',
      'process_working_set_bytes',
      'dotnet_process_memory_working_set_bytes',
      'ruby_rss',
    ],
  },
  {
    series: 'process_max_fds',
    metrics: ['process_max_fds', 'process_files_max_files', 'jvm_file_descriptor_limit'],
  },
  {
    series: 'process_open_fds',
    metrics: [
      'process_open_fds',
      'process_files_open_files',
      'process_open_file_descriptor_count',
      'process_open_handles',
      'jvm_file_descriptor_count',
    ],
  },
  {
    series: 'process_threads',
    metrics: [
      'process_threads',
      'process_thread_count',
      'process_num_threads',
      'go_threads',
      'jvm_threads_live_threads',
      'jvm_threads_current',
      'jvm_thread_count',
      'process_runtime_jvm_threads_count',
    ],
    parts: ['jvm_thread_daemon', 'jvm_thread_state', 'daemon'],
  },
  { series: 'process_start_time_seconds', metrics: ['process_start_time_seconds'] },
];
