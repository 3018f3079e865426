/** What the reference service says of itself, and the faults that can be planted in it. */

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

/** GET /metrics/catalog; all but connections, statements and cache_entries count since the start. */
export interface CatalogAnswer {
  /** Connections to the database, and the statements prepared on them, that are open now. */
  connections: number;
  statements: number;
  cache_entries: number;
  cache_hits: number;
  cache_misses: number;
  writes: number;
  /** Writes that were refused because the dataset had another version. */
  conflicts: number;
}

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
