/** What garbage collectors tell of themselves; the libraries and their pages are those of prometheus-series.ts. */
import type { SeriesRule } from './series-rule.ts';

/** Bound together with the pauses, and there from the beginning. */
const MICROMETER_GC = 'jvm_gc_max_data_size_bytes';
/** Marking on processors that the program left idle takes the CPU from nobody (https://pkg.go.dev/runtime/metrics). */
const GO_IDLE_MARKING = 'go_cpu_classes_gc_mark_idle_cpu_seconds_total';
const JVM_COLLECTORS = ['gc', 'action', 'cause', 'jvm_gc_name', 'jvm_gc_action', 'jvm_gc_cause', 'name'];
const KINDS_OF_COLLECTION = [
  ...JVM_COLLECTORS,
  ...['kind', 'v8js_gc_type', 'generation', 'cpython_gc_generation', 'gc_heap_generation', 'reason'],
];

/** These beans of ZGC and Shenandoah time work beside the service (`ZGC Major Cycles`); their `Pauses` have beans of their own. */
const isPause = (labels: Map<string, string>) =>
  !['gc', 'jvm_gc_name'].some((name) => labels.get(name)?.endsWith('Cycles'));
const isBesideProgram = (labels: Map<string, string>) => !isPause(labels);
/** .NET counts a collection of a generation for all younger ones, too. */
const isYoungest = (labels: Map<string, string>) => labels.get('generation') === '0';

/** Of a series with several rules the last that finds something counts. */
export const GC_RULES: SeriesRule[] = [
  // Micrometer shows pauses from the first on; with this beside it, none means that there was none.
  { series: 'runtime_gc_total', metrics: [MICROMETER_GC], factor: 0 },
  { series: 'runtime_gc_pause_seconds_total', metrics: [MICROMETER_GC], factor: 0 },
  {
    series: 'runtime_gc_total',
    metrics: [
      'go_gc_duration_seconds_count',
      'process_runtime_go_gc_count_total',
      'nodejs_gc_duration_seconds_count',
      'v8js_gc_duration_seconds_count',
      'v8js_gc_duration_count',
      'python_gc_collections_total',
      'python_gc_duration_seconds_count',
      'cpython_gc_collections_total',
      'jvm_gc_pause_seconds_count',
      'jvm_gc_collection_seconds_count',
      'jvm_gc_duration_seconds_count',
      'jvm_gc_duration_count',
      'process_runtime_jvm_gc_duration_seconds_count',
      'process_runtime_jvm_gc_duration_milliseconds_count',
      'process_runtime_jvm_gc_duration_count',
      'process_runtime_dotnet_gc_collections_count_total',
      'dotnet_gc_collections_total',
      'ruby_gc_duration_seconds_count',
    ],
    parts: KINDS_OF_COLLECTION,
    where: isPause,
  },
  { series: 'runtime_gc_total', metrics: ['dotnet_collection_count_total'], where: isYoungest },
  {
    series: 'runtime_gc_pause_seconds_total',
    metrics: [
      'go_gc_duration_seconds_sum',
      'nodejs_gc_duration_seconds_sum',
      'v8js_gc_duration_seconds_sum',
      'v8js_gc_duration_sum',
      'python_gc_duration_seconds_sum',
      'jvm_gc_pause_seconds_sum',
      'jvm_gc_collection_seconds_sum',
      'jvm_gc_duration_seconds_sum',
      'jvm_gc_duration_sum',
      'process_runtime_jvm_gc_duration_seconds_sum',
      'dotnet_gc_pause_time_seconds_total',
      'ruby_gc_duration_seconds_sum',
    ],
    parts: KINDS_OF_COLLECTION,
    where: isPause,
  },
  {
    series: 'runtime_gc_pause_seconds_total',
    metrics: ['process_runtime_jvm_gc_duration_milliseconds_sum'],
    parts: KINDS_OF_COLLECTION,
    where: isPause,
    factor: 1e-3,
  },
  {
    series: 'runtime_gc_pause_seconds_total',
    metrics: [
      'process_runtime_go_gc_pause_ns_nanoseconds_total',
      'process_runtime_go_gc_pause_total_ns_total',
      'process_runtime_dotnet_gc_duration_nanoseconds_total',
    ],
    factor: 1e-9,
  },
  {
    series: 'runtime_gc_cpu_seconds_total',
    metrics: ['go_cpu_classes_gc_total_cpu_seconds_total'],
    less: [GO_IDLE_MARKING],
  },
  {
    series: 'runtime_cpu_seconds_total',
    metrics: ['go_cpu_classes_total_cpu_seconds_total'],
    less: ['go_cpu_classes_idle_cpu_seconds_total', GO_IDLE_MARKING],
  },
  {
    series: 'runtime_gc_cpu_fraction',
    metrics: ['go_memstats_gc_cpu_fraction', 'go_gc_cpu_fraction'],
  },
  {
    series: 'runtime_gc_concurrent_seconds_total',
    metrics: ['jvm_gc_concurrent_phase_time_seconds_sum'],
    parts: KINDS_OF_COLLECTION,
  },
  {
    series: 'runtime_gc_concurrent_seconds_total',
    metrics: [
      'jvm_gc_collection_seconds_sum',
      'jvm_gc_duration_seconds_sum',
      'jvm_gc_duration_sum',
      'process_runtime_jvm_gc_duration_seconds_sum',
    ],
    parts: KINDS_OF_COLLECTION,
    where: isBesideProgram,
  },
];
