/**
 * What the three programs (k6 scripts, orchestrator, reference service) agree on: names and record shapes, no logic
 * and no imports. A unit stands in every name that needs one.
 */

/** Best to worst is healthy, warning, unknown, critical: `worst` in judge/status.ts is the one ranking. */
export type Status = 'healthy' | 'warning' | 'unknown' | 'critical';

// ---------------------------------------------------------------------------------------------- scenarios

/**
 * Who decides when the next request is sent. `closed`: so many VUs, each of which waits for its answer first, so that a
 * slow service is asked less. `open`: so many iterations are begun a second, whatever the service does.
 */
export type LoadModel = 'closed' | 'open';

/** One leg of a load shape. `ramp` moves linearly to `level` during `seconds`, `hold` stays there. */
export interface Leg {
  /** What this leg is for; judge and report group by it. */
  phase: 'warmup' | 'steady' | 'level' | 'base' | 'spike' | 'recovery';
  move: 'ramp' | 'hold';
  seconds: number;
  /** VUs in the closed model, iterations begun a second (arrival rate) in the open one. */
  level: number;
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
  /** Default closed. */
  model?: LoadModel;
  /** Reference shape at full pace. */
  shape: Leg[];
  /** Length of the load at quick pace. Default 30. */
  quickSeconds?: number;
  /** Mean pause of a VU after each iteration, seconds; 0 in the open model. A journey with `think` of its own replaces it. */
  thinkSeconds: number;
  /** The pause is uniform within this share of its mean, both ways; default 0.5: 2 s are then 1 to 3 s. */
  thinkSpread?: number;
  /**
   * Operations of an iteration in which nothing fails: what a load can still bring is reckoned with it. Absent when it
   * differs from one iteration to the next.
   */
  operations?: number;
  /** What a target must offer for this scenario to make sense. */
  needs: Need[];
  limits: Limit[];
  throughput?: ThroughputMark;
  /** Loads that make no sense are refused, not cut down. Absent: as the command line takes them. */
  bounds?: LoadBounds;
  /** It writes a HistoryRecord of each operation with console.log. */
  history?: true;
  /** What must have happened for the scenario to have shown anything, besides its pass marks. */
  expects?: Expected[];
}

/** Both ends are valid. */
export interface LoadBounds {
  vus: [least: number, most: number];
  /** Length of the load, seconds. */
  seconds: [least: number, most: number];
}

/**
 * A counter of the load that must reach `atLeast`, or stay at or under `atMost`. One that does not reach it is critical
 * when the counter `shownBy` tells that there was an occasion, else unknown: nothing happened, so nothing was shown.
 */
export interface Expected {
  metric: string;
  /** What is counted, such as `reads`. */
  what: string;
  atLeast?: number;
  atMost?: number;
  /** The count is taken a second of the load. */
  perSecond?: true;
  /** Absent: nothing tells that there was an occasion. */
  shownBy?: string;
  /** A generator that is short of CPU may be why. */
  restsOnTiming?: true;
  /** What to look at when it was not met. */
  advice: string;
}

/**
 * Operations a second of the steady phase that must succeed at the shape's own peak; it scales with the peak of a run.
 * Over `healthy` is healthy, under `critical` is critical.
 */
export interface ThroughputMark {
  healthy: number;
  critical: number;
}

/** A route of a target, or a description that a suite of its own goes by. */
export type Need = keyof TargetRoutes | keyof TargetSuites;

/** Parameters a script takes as `-e NAME=value`. */
export const SCRIPT_ENV = {
  /** Where the service listens, without a trailing slash. */
  baseUrl: 'BASE_URL',
  /** `quick` or `full`. */
  pace: 'PACE',
  /** Length of the load in seconds; overrides the pace. */
  duration: 'DURATION',
  /** Peak VUs of the closed model; the other levels of the shape scale with it. */
  vus: 'VUS',
  /** Peak arrival rate of the open model, iterations a second; the other levels scale with it. */
  rate: 'RATE',
  /** Legs to play instead of the scenario's own shape, as JSON (Leg[]); pace, VUS and RATE then change nothing. */
  shape: 'SHAPE',
  /** Seed of generated content and names, an unsigned 32-bit number. */
  seed: 'SEED',
  /** Routes of the target, as JSON (TargetRoutes). May hold secrets. */
  routes: 'ROUTES',
  /** How requests say who asks, as JSON (TargetAuth, or a list of them); absent: they do not. Holds secrets. */
  auth: 'AUTH',
  /** What users of an API with accounts do, as JSON (Journey). May hold secrets. */
  journey: 'JOURNEY',
  /** How the store of versioned datasets is spoken to, as JSON (CatalogRoutes). May hold secrets. */
  catalog: 'CATALOG',
  /** File that handleSummary writes; without it a short text goes to stdout. */
  summary: 'SUMMARY',
} as const;

/** Descriptions of a target that suites of their own go by, each by its key in the target file; absent: no such suite. */
export interface TargetSuites {
  journey?: Journey;
  catalog?: CatalogRoutes;
}

/** How the file service is spoken to. In a path `{name}` stands for a file's name and `{id}` for its id. */
export interface TargetRoutes {
  ping: Route;
  upload?: UploadRoute;
  list?: ListRoute;
  download?: Route;
  remove?: Route;
  /** Several files in one multipart request, and several back as one tar stream. Absent when not offered. */
  batch?: { upload: string; download: string; field: string };
}

/** A path alone, or with what differs from the usual. */
export type Route = string | RouteDetails;

export interface RouteDetails {
  path: string;
  method?: HttpMethod;
  /** Statuses that count as success. */
  expect?: number[];
  headers?: Record<string, string>;
}

/** PROPFIND is how WebDAV lists (RFC 4918). */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'PROPFIND';

export interface UploadRoute extends RouteDetails {
  /** The file is the body, or one part of a form. */
  style: 'raw' | 'multipart';
  /** Media type of the file. Default application/octet-stream. */
  contentType?: string;
  /** Name of the form's file field. Default file. */
  field?: string;
  /** Other fields of the form; `{name}` in a value stands for the file's name. */
  fields?: Record<string, string>;
  /** Where the answer has the file's id. Absent: the id is the name. */
  id?: ValueSource | 'text';
}

/** A value of an answer: at a dotted path in its JSON (`items.0.id`), or the last path segment of a header. */
export type ValueSource = { json: string } | { header: string };

export type ListRoute = string | (RouteDetails & { json?: ListFields });

/** A list in JSON: where its entries are, and which fields of an entry have a file's name and id; all dotted paths. */
export interface ListFields {
  /** Absent: the answer itself is the array. */
  entries?: string;
  name: string;
  /** Absent: the id is the name. */
  id?: string;
}

/** How a request says who asks. */
export type TargetAuth =
  | { bearer: string }
  | { basic: { user: string; password: string } }
  | { header: string; value: string }
  | { login: LoginStep; as?: 'bearer' | TokenHeader };

/** A request that gives a token. */
export interface LoginStep extends RouteDetails {
  /** Body, sent as JSON. */
  json?: Record<string, unknown>;
  /** Body, sent as application/x-www-form-urlencoded. */
  form?: Record<string, string>;
  token: ValueSource;
}

/** `{token}` in the value, which is the default of it, stands for the token. */
export interface TokenHeader {
  header: string;
  value?: string;
}

/**
 * What the users of an API with accounts do. In a path, a header, a body and what an assertion expects stand placeholders:
 * `{user}` is a name of this user in this run alone, `{vu}` its number from 1, `{unique}` another text in each iteration;
 * a captured value stands under its own name in all that follows, one of `enrol` in all tasks and in `leave`.
 */
export interface Journey {
  /** Makes a user known. Each goes through it before its first task, and again when its token is refused (401). */
  enrol?: JourneyStep[];
  /** Sent with every step of the tasks and of `leave`. */
  headers?: Record<string, string>;
  /** An iteration of the load is one of them, chosen by weight. */
  tasks: JourneyTask[];
  /** Undoes `enrol`, once for each user after the load, which is not counted. */
  leave?: JourneyStep[];
  /** Pause after a task; absent: as the scenario says. */
  think?: Pause;
}

export interface JourneyTask {
  name: string;
  /** Share of the iterations, relative to the other tasks; default 1. */
  weight?: number;
  /** In their order; one that fails ends the task. */
  steps: JourneyStep[];
}

/** One request and what its answer must hold. */
export interface JourneyStep {
  /** Name of the operation in the verdict; steps that do the same may share it. */
  op: string;
  path: string;
  /** Default GET, or POST with a body. */
  method?: HttpMethod;
  headers?: Record<string, string>;
  /** Body, sent as JSON; any JSON value. */
  json?: unknown;
  /** Body, sent as application/x-www-form-urlencoded. */
  form?: Record<string, string>;
  /** Body, sent as it stands. */
  text?: string;
  /** Statuses of success, default 200, 201 and 204. */
  expect?: number[];
  /** Values of the answer, by the name that they have as placeholder. One that is missing fails the step. */
  capture?: Record<string, ValueSource>;
  /** One that does not hold fails the step. */
  assert?: JourneyAssertion[];
  /** Pause after this step, besides that after the task. */
  think?: Pause;
}

/** Of the value at a dotted path in the JSON of an answer. */
export type JourneyAssertion = { json: string } & (
  | { equals: string | number | boolean | null }
  | { exists: boolean }
  | { atLeast: number }
);

/** Uniform between both ends. */
export interface Pause {
  minSeconds: number;
  maxSeconds: number;
}

/**
 * A store of datasets that are changed by whoever has seen their latest version (optimistic locking). In a path, a header
 * and a body `{name}` stands for the dataset's name, `{value}` for what is written, a text unique to each write, and
 * `{version}` for the version token that was read, verbatim: an ETag keeps its quotes.
 */
export interface CatalogRoutes {
  create: CatalogWrite;
  read: CatalogRead;
  update: CatalogUpdate;
  /** Shows the names of all datasets, in any format. */
  list?: Route;
  remove: CatalogRequest;
}

export interface CatalogRequest extends RouteDetails {
  /** Body, sent as JSON; any JSON value. `"{version}"` alone is sent as a number where the version is one. */
  json?: unknown;
  /** Body, sent as it stands. */
  text?: string;
}

export interface CatalogWrite extends CatalogRequest {
  /** Where the answer has the version that was made. Absent: it does not tell. */
  version?: ValueSource;
}

export interface CatalogUpdate extends CatalogWrite {
  /** Statuses that say that somebody else was first. Default 409 and 412. */
  conflict?: number[];
}

export interface CatalogRead extends RouteDetails {
  version: ValueSource;
  /** `text`: the whole answer. */
  value: ValueSource | 'text';
}

/** k6 metrics that src/k6 emits, besides k6's own. All count the load phase only, not setup and teardown. */
export const K6_METRIC = {
  /** Trend, ms: service time of each operation that succeeded, from its first byte sent to its last received, tag `op`. */
  opDuration: 'op_duration',
  /**
   * Trend, ms, open model only: response time of each operation that succeeded, from when it was asked for to its last
   * byte, so with the wait for a connection, tag `op`. What was due and could not even begin is in droppedIterations.
   */
  opResponse: 'op_response',
  /** Rate: 1 for each operation that failed (transport, status, or wrong bytes), tag `op`. */
  opFailed: 'op_failed',
  /** Counter: iterations that threw. */
  iterationExceptions: 'iteration_exceptions',
  /** Counter: times that a user's token was refused and the service gave a new one. */
  tokenRenewals: 'token_renewals',
  /** Counter: downloads compared byte for byte. */
  bytesChecked: 'bytes_checked',
  /** Counter: lists compared with the files that were there before the load. */
  listsChecked: 'lists_checked',
  /** Counter, k6's own, open model only: iterations that were due while every VU of the pool was still waiting. */
  droppedIterations: 'dropped_iterations',
  /** Counter: datasets of a catalog that were read. */
  catalogReads: 'catalog_reads',
  /** Counter: updates that the catalog has acknowledged. */
  catalogWrites: 'catalog_writes',
  /** Counter: updates that it refused because somebody else was first. */
  catalogConflicts: 'catalog_conflicts',
  /** Counter: updates that a client gave up after its last retry. */
  catalogGivenUp: 'catalog_given_up',
  /** Counter: reads that showed another version than the same client's read before, of the same dataset. */
  catalogVersionChanges: 'catalog_version_changes',
  /** Counter: datasets read after the load, and those of them that could not be. */
  catalogFinalReads: 'catalog_final_reads',
  catalogUnreadable: 'catalog_unreadable',
  /** Prefix of one counter for each ERROR_KINDS entry. */
  errorPrefix: 'op_errors_',
} as const;

/** Why an operation failed. */
export const ERROR_KINDS = [
  /** no answer in time */
  'timeout',
  /** no connection was accepted */
  'refused',
  /** the connection was cut */
  'reset',
  'transport',
  /** a success, but none that the operation may have, such as 202 (not done yet) for an upload */
  'http_2xx',
  'http_3xx',
  /** 401 and 403: who asks is not, or no longer, known */
  'http_auth',
  'http_4xx',
  'http_413',
  'http_429',
  'http_5xx',
  /** 502, 503, 504: somebody in front, or the service itself, says that it is overloaded or away */
  'http_unavailable',
  'http_507',
  /** a file that was acknowledged is not there (404, 410) */
  'lost_file',
  /** a list that lacks files which were acknowledged before it was asked for */
  'list_gap',
  /** fewer bytes than the file has, or than were announced */
  'short_body',
  /** as many bytes as the file has, but others */
  'wrong_bytes',
  /** an answer with an expected status that lacks what a journey captures or asserts */
  'assertion',
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

// ------------------------------------------------------------------------------------------------ history

/**
 * One operation of a client on one key: a line of history.ndjson. Operations with an equal stamp are concurrent.
 * Version tokens are opaque: which follows which is in the chain of writes (`r` → `v`), not in the tokens. The initial
 * state is what `create` wrote, the final one what the reads marked `f` saw.
 */
export interface HistoryRecord {
  /** Client; its operations follow each other. 0 before and after the load. */
  c: number;
  /** Key: what the client reads and writes, such as the name of a dataset. */
  k: string;
  o: 'read' | 'write' | 'create' | 'remove';
  /** Begin and end, whole epoch ms. */
  b: number;
  e: number;
  /**
   * `conflict`: refused because somebody else was first. `fail`: surely not applied (another 4xx). `unknown` (timeout,
   * reset, 5xx): applied at any time after the begin, or never.
   */
  s: 'ok' | 'conflict' | 'fail' | 'unknown';
  /** Version token that the answer showed. Absent: it showed none, or nothing is there. */
  v?: string;
  /** Value that was read or written; one of each attempt to write. Absent in a read: nothing is there. */
  x?: string;
  /** Version token that a write or remove was based on. Absent: unconditional. */
  r?: string;
  /** A read of the final state, when all clients have ended. */
  f?: 1;
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
  /** of several processes: the pages that they share count once */
  'process_resident_memory_bytes',
  'process_open_fds',
  /** open file descriptors that are sockets */
  'process_open_sockets',
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
  /** connections to its database, and the statements prepared on them */
  'catalog_connections',
  'catalog_statements',
  /** how long the service took to answer the reading of its own numbers: a client that is not part of the load */
  'probe_seconds',
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
