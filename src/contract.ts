/**
 * What the three programs (k6 scripts, orchestrator, reference service) agree on: names and record shapes, no logic
 * and no imports. A unit stands in every name that needs one.
 */

/** Best to worst is healthy, warning, unknown, critical: `worst` in judge/status.ts is the one ranking. */
export type Status = 'healthy' | 'warning' | 'unknown' | 'critical';

// ---------------------------------------------------------------------------------------------- scenarios

/** One leg of a load shape. `ramp` moves linearly to `vus` during `seconds`, `hold` stays there. */
export interface Leg {
  /** What this leg is for; judge and report group by it. */
  phase: 'warmup' | 'steady' | 'level' | 'base' | 'spike' | 'recovery';
  move: 'ramp' | 'hold';
  seconds: number;
  vus: number;
}

/** One pass mark: at or under `healthy` is healthy, over `critical` is critical, between them is a warning. */
export interface Limit {
  /** A k6 metric of the load phase; a sub-metric is written as in k6: `op_duration{op:upload}`. */
  metric: string;
  /** A k6 summary statistic of that metric, such as `p(95)` or `rate`. */
  stat: string;
  unit: 'ms' | 'ratio' | 'count';
  healthy: number;
  critical: number;
}

/** What a script in scripts/ declares of itself. */
export interface Scenario {
  /** Suite that selects this scenario when the suite is named. */
  suite: string;
  /** One line for `list`. */
  about: string;
  /** Reference shape at full pace. */
  shape: Leg[];
  /** Length of the load at quick pace. Default 30. */
  quickSeconds?: number;
  /** Pause of a VU after each iteration, seconds, uniform between half of it and half as much again. */
  thinkSeconds: number;
  /** Routes a target must offer for this scenario to make sense. */
  needs: (keyof TargetRoutes)[];
  limits: Limit[];
}

/** Parameters a script takes as `-e NAME=value`. */
export const SCRIPT_ENV = {
  /** Where the service listens, without a trailing slash. */
  baseUrl: 'BASE_URL',
  /** `quick` or `full`. */
  pace: 'PACE',
  /** Length of the load in seconds; overrides the pace. */
  duration: 'DURATION',
  /** Peak VUs; the other levels of the shape scale with it. */
  vus: 'VUS',
  /** Seed of generated content and names, an unsigned 32-bit number. */
  seed: 'SEED',
  /** Routes and upload style of the target, as JSON (TargetRoutes). */
  routes: 'ROUTES',
  /** File that handleSummary writes; without it a short text goes to stdout. */
  summary: 'SUMMARY',
} as const;

/** How the file service is spoken to. `{name}` in a path is replaced by the file's name or id. */
export interface TargetRoutes {
  ping: string;
  upload?: { style: 'raw' | 'multipart'; method: 'PUT' | 'POST'; path: string; field?: string };
  list?: string;
  download?: string;
  remove?: string;
  /** Several files in one multipart request, and several back as one tar stream. Absent when not offered. */
  batch?: { upload: string; download: string; field: string };
}

/** k6 metrics that src/k6 emits, besides k6's own. All count the load phase only, not setup and teardown. */
export const K6_METRIC = {
  /** Trend, ms: duration of each operation that succeeded, tag `op`. */
  opDuration: 'op_duration',
  /** Rate: 1 for each operation that failed (transport, status, or wrong bytes), tag `op`. */
  opFailed: 'op_failed',
  /** Counter: iterations that threw. */
  iterationExceptions: 'iteration_exceptions',
  /** Counter: downloads compared byte for byte. */
  bytesChecked: 'bytes_checked',
  /** Prefix of one counter for each ERROR_KINDS entry. */
  errorPrefix: 'op_errors_',
} as const;

/** Why an operation failed. */
export const ERROR_KINDS = [
  'timeout',
  'refused',
  'reset',
  'transport',
  'http_3xx',
  'http_4xx',
  'http_429',
  'http_5xx',
  'http_507',
  'wrong_bytes',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** What handleSummary of every bundle writes. Metrics are k6's own shape. */
export interface K6Summary {
  schema: 'burstbox/summary/1';
  /** Epoch ms at which setup() ended and the load began. Absent when setup did not finish. */
  loadStartedAtMs?: number;
  legs: Leg[];
  /** Length of the whole k6 run, setup and teardown included, ms. */
  testRunDurationMs: number;
  metrics: Record<string, { type: string; contains: string; values: Record<string, number> }>;
  checks: { name: string; passes: number; fails: number }[];
}

// ------------------------------------------------------------------------------------------------ samples

/**
 * One reading, once a second, one line of samples.ndjson. `values` is flat, by the names below; what could not be
 * read is absent, never zero.
 */
export interface Sample {
  /** Epoch ms when the reading began. */
  t: number;
  values: Partial<Record<SampleName, number>>;
}

/** Every series a sample can hold. `_total` only grows (while the same process lives). */
export const SAMPLE_NAMES = [
  // the target's control group
  'cgroup_cpu_seconds_total',
  'cgroup_cpu_periods_total',
  'cgroup_cpu_throttled_periods_total',
  'cgroup_cpu_throttled_seconds_total',
  'cgroup_memory_bytes',
  /** memory less inactive page cache: what the kernel cannot reclaim easily (kubernetes' definition) */
  'cgroup_memory_working_set_bytes',
  'cgroup_memory_limit_bytes',
  'cgroup_oom_kills_total',
  'cgroup_pids',
  'cgroup_io_read_bytes_total',
  'cgroup_io_write_bytes_total',
  // the target's process tree
  'process_cpu_seconds_total',
  /** time spent runnable but waiting for a CPU (/proc/PID/task/TID/schedstat) */
  'process_cpu_wait_seconds_total',
  'process_resident_memory_bytes',
  'process_open_fds',
  'process_threads',
  'process_start_time_seconds',
  // what the target says of itself
  'runtime_sys_mb',
  'runtime_heap_mb',
  'runtime_goroutines',
  'runtime_handles',
  'runtime_gc_total',
  'runtime_gc_pause_seconds_total',
  'requests_total',
  'requests_errors_total',
  'requests_in_flight',
  // the load generator
  'k6_cpu_seconds_total',
  'k6_cpu_wait_seconds_total',
  'k6_resident_memory_bytes',
  // the machine
  'host_cpu_busy_seconds_total',
  'host_memory_available_bytes',
  'host_disk_free_bytes',
] as const;
export type SampleName = (typeof SAMPLE_NAMES)[number];

// ------------------------------------------------------------------------- what the reference service says

/** GET /health */
export interface HealthAnswer {
  status: 'ok' | 'draining';
  version: string;
  uptime_seconds: number;
}

/** GET /metrics/memory; the names are those that Go services of this kind use, so that one reader serves both. */
export interface MemoryAnswer {
  runtime: string;
  /** All memory the process holds (Go: Sys; Node: RSS), MiB. */
  sys_mb: number;
  heap_alloc_mb: number;
  heap_total_mb: number;
  external_mb: number;
  /** Garbage collections since the start. */
  num_gc: number;
  gc_pause_total_ms: number;
  /** Active libuv handles and requests: what a Node service has in place of goroutines. */
  handles: number;
  open_fds: number;
}

/** GET /metrics/requests; latencies over all requests since the start, ms. */
export interface RequestsAnswer {
  total: number;
  errors: number;
  in_flight: number;
  by_status: Record<string, number>;
  by_route: Record<string, { count: number; errors: number; p50_ms: number; p95_ms: number; max_ms: number }>;
}

// ------------------------------------------------------------------------ faults of the reference service

/** What a fault declares of itself. All faults are off unless named at the start. */
export interface FaultDeclaration<K extends string = string> {
  name: string;
  /** One line for `list`. */
  about: string;
  parameters: Readonly<Record<K, FaultParameter>>;
}

/** A number that a fault takes as `NAME:key=value`; both ends of its range are valid. */
export interface FaultParameter {
  about: string;
  unit: string;
  default: number;
  min: number;
  max: number;
}

/** Environment variable that names faults, separated by commas: `heap-leak:kb_per_request=64,slow`. */
export const FAULT_ENV = 'FAULT';
