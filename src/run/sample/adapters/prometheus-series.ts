/**
 * Prometheus metric → series. Each runtime's usual client names what it shows in its own way:
 *
 *   Go       https://pkg.go.dev/github.com/prometheus/client_golang/prometheus/collectors (NewGoCollector)
 *   Node     https://github.com/siimon/prom-client (lib/metrics)
 *   Python   https://github.com/prometheus/client_python (gc_collector.py)
 *   JVM      https://docs.micrometer.io/micrometer/reference/reference/jvm.html, and
 *            https://prometheus.github.io/client_java/instrumentation/jvm/, which the JMX exporter has in it; its versions
 *            before 1.0 say jvm_memory_bytes_used
 *   databases: NewDBStatsCollector of Go's client (go_sql_*), and HikariCP's meters in Micrometer
 *   process_* https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 */
import type { SampleName } from '../../../contract/contract.ts';

export interface SeriesRule {
  series: SampleName;
  /** The first of them that is there counts, summed over its label sets: they are the parts of one process. */
  metrics: string[];
  /** Only these label sets. */
  where?: (labels: Map<string, string>) => boolean;
  /** Turns the metric's unit into that of the series. */
  factor?: number;
}

const PER_MIB = 1 / (1024 * 1024);
/** Bound together with the pauses, and there from the beginning. */
const MICROMETER_GC = 'jvm_gc_max_data_size_bytes';
const REQUESTS = ['http_requests_total', 'http_server_requests_seconds_count'];
/** `area` is what only JVM metrics have; without it a metric has no parts. */
const isHeap = (labels: Map<string, string>) => (labels.get('area') ?? 'heap') === 'heap';
/** These beans of ZGC and Shenandoah time work beside the service (`ZGC Major Cycles`); their `Pauses` have beans of their own. */
const isPause = (labels: Map<string, string>) => !(labels.get('gc') ?? '').endsWith('Cycles');
const isServerError = (labels: Map<string, string>) =>
  /^5(\d\d|xx)$/.test(labels.get('code') ?? labels.get('status') ?? labels.get('status_code') ?? '');

/** Of a series with several rules the last that finds something counts. */
export const SERIES_RULES: SeriesRule[] = [
  {
    series: 'runtime_heap_mb',
    metrics: [
      'go_memstats_heap_alloc_bytes',
      'nodejs_heap_size_used_bytes',
      'jvm_memory_used_bytes',
      'jvm_memory_bytes_used',
    ],
    where: isHeap,
    factor: PER_MIB,
  },
  {
    series: 'runtime_sys_mb',
    metrics: ['go_memstats_sys_bytes', 'jvm_memory_committed_bytes', 'jvm_memory_bytes_committed'],
    factor: PER_MIB,
  },
  { series: 'runtime_goroutines', metrics: ['go_goroutines'] },
  { series: 'runtime_handles', metrics: ['nodejs_active_resources_total', 'nodejs_active_handles_total'] },
  // Micrometer shows pauses from the first on; with this beside it, none means that there was none.
  { series: 'runtime_gc_total', metrics: [MICROMETER_GC], factor: 0 },
  { series: 'runtime_gc_pause_seconds_total', metrics: [MICROMETER_GC], factor: 0 },
  {
    series: 'runtime_gc_total',
    metrics: [
      'go_gc_duration_seconds_count',
      'nodejs_gc_duration_seconds_count',
      'python_gc_collections_total',
      'jvm_gc_pause_seconds_count',
      'jvm_gc_collection_seconds_count',
    ],
    where: isPause,
  },
  {
    series: 'runtime_gc_pause_seconds_total',
    metrics: [
      'go_gc_duration_seconds_sum',
      'nodejs_gc_duration_seconds_sum',
      'jvm_gc_pause_seconds_sum',
      'jvm_gc_collection_seconds_sum',
    ],
    where: isPause,
  },
  { series: 'requests_total', metrics: REQUESTS },
  { series: 'requests_errors_total', metrics: REQUESTS, where: isServerError },
  {
    series: 'catalog_connections',
    metrics: ['catalog_connections', 'go_sql_open_connections', 'hikaricp_connections'],
  },
  { series: 'catalog_statements', metrics: ['catalog_statements'] },
  { series: 'process_cpu_seconds_total', metrics: ['process_cpu_time_ns_total'], factor: 1e-9 },
  { series: 'process_cpu_seconds_total', metrics: ['process_cpu_seconds_total'] },
  { series: 'process_resident_memory_bytes', metrics: ['process_resident_memory_bytes'] },
  { series: 'process_max_fds', metrics: ['process_max_fds', 'process_files_max_files'] },
  { series: 'process_open_fds', metrics: ['process_open_fds', 'process_files_open_files'] },
  {
    series: 'process_threads',
    metrics: ['process_threads', 'go_threads', 'jvm_threads_live_threads', 'jvm_threads_current'],
  },
  { series: 'process_start_time_seconds', metrics: ['process_start_time_seconds'] },
];
