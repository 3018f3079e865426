/**
 * What is planted where, and what the verdict must say of it; and what runs clean. `node run.mjs matrix` plays every row.
 * The loads are as short as the detectors allow, so that all rows together stay under 40 minutes.
 */
import type { Status } from '../contract/contract.ts';
import type { DetectorId } from '../store/records/records.ts';
import { CAPACITY_ROWS, type CampaignRow } from './capacity/rows.ts';
import type { GoService } from './go/service.ts';
import type { Planted } from './planted.ts';
import type { S3Fault } from './s3/faulty-proxy.ts';
import { S3_ROWS } from './s3/rows.ts';

export interface Row {
  /** What the command line names: the fault, or `clean:SCENARIO` where nothing is planted. */
  name: string;
  scenario: string;
  /** Length of the load; absent: that of quick pace. */
  seconds?: number;
  /** As after `--fault`; absent in a clean row, unless what is planted only looks like a fault. */
  fault?: string;
  /** Of a proxy before the S3 server. */
  s3Fault?: S3Fault;
  /** Played on a service in Go, and left out where no Go can build it. */
  go?: GoService;
  /** In place of a load; what it must say is in there. */
  campaign?: CampaignRow;
  /** Absent in a clean row: there is nothing to find. In a row `real:` it is what is wrong with a service that nothing was planted in. */
  expect?: Expectation;
  /** Other programs take three quarters of the machine's CPU meanwhile: that nothing can be said of the service is then right. */
  isBesideBusyPrograms?: true;
  /** The server lacks what the scenario is about: to say so, and no more, is then right. */
  isLackedByServer?: true;
  /** Further words of the command line. */
  more?: string[];
}

export interface Expectation {
  detector: DetectorId;
  /** The finding's metric, where a detector has several. */
  metric?: string;
  /** What the scenario may be called; default critical alone. */
  statuses?: Status[];
  /** Detectors that may speak first, because what they say is true and explains no less. */
  after?: DetectorId[];
  /** It tells how much and not that something is wrong: it counts whatever its status, and need not be named first. */
  isMeasurement?: boolean;
  /** A number that was planted and must be found again. */
  planted?: Planted;
}

/** Enough for what every request shows. */
const SHORT_SECONDS = 15;
/** Where every answer is checked, one that is wrong is proof, or every one is slow. */
const CHECKED_SECONDS = 10;
/** Where nothing is planted that could take a while to show. */
const CLEAN_SECONDS = 10;
/** A trend needs a steady phase of some length. */
const TREND_SECONDS = 30;
/** Five levels and the way between them. */
const LADDER_SECONDS = 45;
/** Two bursts of errors, and the quiet between and after them. */
const BURSTS_SECONDS = 20;
/** They leave the machine CPU enough to tell the service's from that of others. */
const FEW_USERS = ['--vus', '60'];
/** Of quick pace: a service must have the time to come back, and none of it is worth waiting for three times. */
const QUICK = undefined;

export const ROWS: readonly Row[] = [
  // what is kept
  fault('heap-leak:kb_per_request=64', 'soak', TREND_SECONDS, {
    detector: 'leak',
    metric: 'runtime_heap_mb',
    planted: { quantity: 'leakPerRequest', value: 64 },
  }),
  fault('handle-leak', 'soak', TREND_SECONDS, { detector: 'leak', metric: 'runtime_handles' }),
  fault('fd-leak', 'soak', TREND_SECONDS, { detector: 'leak', metric: 'process_open_fds' }),
  {
    ...fault('fd-leak:most=1500', 'soak', TREND_SECONDS, { detector: 'leak', metric: 'process_open_fds' }),
    name: 'fd-leak:limit',
  },
  fault('connection-leak', 'soak', TREND_SECONDS, { detector: 'leak', metric: 'process_open_sockets' }),
  fault('unbounded-cache', 'soak', TREND_SECONDS, { detector: 'leak' }),
  fault('balloon', 'soak', SHORT_SECONDS, { detector: 'oom' }),
  // what is slow
  // How dear a MiB of garbage is to collect depends on the machine.
  fault('gc-pressure', 'upload', SHORT_SECONDS, { detector: 'gc', statuses: ['warning', 'critical'] }),
  // The heap that lives is the same in the look-alike below, and collected a twentieth as often.
  {
    name: 'go:gc-pressure',
    scenario: 'ping',
    seconds: SHORT_SECONDS,
    go: { gogc: 5 },
    more: FEW_USERS,
    expect: {
      detector: 'gc',
      metric: 'gc_cpu_share',
      statuses: ['warning', 'critical'],
      after: ['throttling'],
    },
  },
  fault('slow', 'ping', CHECKED_SECONDS, { detector: 'limits', metric: 'op_duration{op:ping} p(95)' }),
  // Within the marks, and slow for a user alone too: only that most answers come at once tells it.
  fault('slow-some', 'upload', SHORT_SECONDS, { detector: 'slowness', statuses: ['warning'] }, FEW_USERS),
  fault('slow-creep', 'soak', TREND_SECONDS, { detector: 'degradation' }),
  fault('slow-index', 'growth/pile-up', TREND_SECONDS, { detector: 'degradation' }),
  // Few users: that its answers are late on a busy machine would be said first.
  fault(
    'slow-start:seconds=31',
    'ping',
    CHECKED_SECONDS,
    { detector: 'survival', metric: 'start_time', statuses: ['warning'] },
    ['--vus', '20'],
  ),
  fault('warm-up', 'upload', TREND_SECONDS, {
    detector: 'limits',
    metric: 'op_duration{op:upload} p(95)',
    statuses: ['warning'],
  }),
  // The service is probed every second and blocks every other: it takes a while until some of both have met.
  fault('block-loop', 'ping', TREND_SECONDS, { detector: 'stall' }),
  fault(
    'capacity:per_second=500',
    'ladder',
    LADDER_SECONDS,
    {
      detector: 'breaking-point',
      // To have a limit is no illness: at ten times its capacity the service only keeps its clients waiting.
      isMeasurement: true,
      statuses: ['healthy', 'warning', 'critical'],
      planted: { quantity: 'capacity', value: 500 },
    },
    ['--search'],
  ),
  fault('lock:ms=5', 'ladder', LADDER_SECONDS, {
    detector: 'breaking-point',
    // Users wait beside an idle CPU: that is said with where it breaks.
    statuses: ['warning', 'critical'],
    after: ['slowness'],
  }),
  {
    ...fault('lock:ms=10', 'upload', SHORT_SECONDS, {
      detector: 'slowness',
      // Within the marks: users wait many times as long as one alone, beside an idle CPU.
      statuses: ['warning', 'critical'],
    }),
    name: 'lock:upload',
  },
  fault('regex', 'soak', SHORT_SECONDS, {
    detector: 'cpu',
    statuses: ['warning', 'critical'],
    // A box that is full of it is full as well.
    after: ['throttling', 'slowness'],
  }),
  fault('no-recovery', 'spike', QUICK, { detector: 'recovery' }),
  fault('metastable', 'spike', QUICK, { detector: 'recovery' }),
  // what fails
  fault('errors-5xx', 'upload', BURSTS_SECONDS, { detector: 'errors', metric: 'op_errors_http_5xx' }),
  fault('early-errors:uploads=30', 'read', CHECKED_SECONDS, { detector: 'layout' }),
  fault('outage', 'soak', TREND_SECONDS, { detector: 'errors', metric: 'op_errors_http_unavailable' }),
  fault('error-in-200', 'upload', CHECKED_SECONDS, {
    detector: 'errors',
    metric: 'op_errors_false_success',
    // What was not stored, and called so, is gone as well.
    after: ['lost-file'],
  }),
  fault('rate-limit', 'upload', CHECKED_SECONDS, { detector: 'errors', metric: 'op_errors_http_429' }),
  // Users get new tokens, so that nothing fails: it only costs.
  fault('token-expiry', 'journey/normal', CHECKED_SECONDS, { detector: 'tokens', statuses: ['warning'] }),
  fault('hang', 'upload', SHORT_SECONDS, { detector: 'hang' }),
  fault('crash', 'upload', CHECKED_SECONDS, { detector: 'crash' }),
  // The first process lives on and no request fails. Three workers, of which each must have been seen for a while.
  fault('worker-dies', 'ping', BURSTS_SECONDS, { detector: 'workers', statuses: ['warning'] }),
  fault('disk-full', 'upload', CHECKED_SECONDS, { detector: 'storage-full' }),
  // Who removes what it stores never comes to it.
  fault('quota', 'growth/pile-up', CHECKED_SECONDS, { detector: 'storage-full' }),
  fault('account-limit', 'growth/pile-up', SHORT_SECONDS, {
    detector: 'errors',
    metric: 'op_errors_http_forbidden',
    statuses: ['warning', 'critical'],
  }),
  // what is wrong
  fault('clock', 'ping', CHECKED_SECONDS, { detector: 'clock', statuses: ['warning'] }),
  fault('corrupt', 'read', CHECKED_SECONDS, { detector: 'bytes' }),
  fault('truncate', 'read', CHECKED_SECONDS, { detector: 'bytes' }),
  fault('wrong-length', 'read', CHECKED_SECONDS, { detector: 'bytes' }),
  fault('lost-file', 'soak', CHECKED_SECONDS, { detector: 'lost-file' }),
  fault('list-forgets', 'read', CHECKED_SECONDS, { detector: 'list-gap' }),
  { ...fault('list-forgets', 'soak', CHECKED_SECONDS, { detector: 'list-gap' }), name: 'list-forgets:soak' },
  fault('list-stale', 'soak', CHECKED_SECONDS, { detector: 'list-gap', metric: 'op_errors_list_stale' }),
  fault('list-twice', 'soak', CHECKED_SECONDS, { detector: 'list-gap', metric: 'op_errors_list_twice' }),
  // what a catalog loses or hides
  fault('lost-update', 'catalog/concurrent-writers', CHECKED_SECONDS, { detector: 'lost-update' }),
  fault('check-then-write', 'catalog/concurrent-writers', CHECKED_SECONDS, { detector: 'lost-update' }),
  fault('coarse-version', 'catalog/concurrent-writers', CHECKED_SECONDS, { detector: 'lost-update' }),
  fault('weak-etag', 'catalog/concurrent-writers', CHECKED_SECONDS, {
    detector: 'history',
    metric: 'refused_updates',
  }),
  fault('phantom-ack', 'catalog/concurrent-writers', CHECKED_SECONDS, { detector: 'phantom-ack' }),
  fault('stale-cache', 'catalog/cache-invalidation', CHECKED_SECONDS, { detector: 'stale-read' }),
  fault('forget-invalidate', 'catalog/cache-invalidation', TREND_SECONDS, { detector: 'stale-read' }),
  fault('version-back', 'catalog/cache-invalidation', CHECKED_SECONDS, {
    detector: 'version-back',
    // What a client had seen before is older than what others had written.
    after: ['stale-read'],
  }),
  fault('catalog-connection-leak', 'catalog/connection-cleanup', TREND_SECONDS, {
    detector: 'leak',
    metric: 'catalog_connections',
  }),
  // nothing
  ...['ping', 'upload', 'read', 'batch'].map((scenario) => clean(scenario, CLEAN_SECONDS)),
  // Long enough for a trend, so that one could be seen where none is.
  clean('soak', TREND_SECONDS),
  clean('spike', QUICK),
  clean('ladder', LADDER_SECONDS),
  clean('growth/pile-up', TREND_SECONDS),
  // It looks ill and is not: a box full of pages that the kernel can take back at once.
  { ...clean('upload', SHORT_SECONDS), name: 'clean:page-cache', fault: 'page-cache' },
  // Its process looks larger than the mark, by pages of a file that it has mapped.
  { ...clean('upload', SHORT_SECONDS), name: 'clean:mapped-file', fault: 'mapped-file' },
  // Its collector has as much to follow as that of a service that is held up by it.
  { ...clean('ping', SHORT_SECONDS), name: 'clean:go', go: { gogc: 100 }, more: FEW_USERS },
  // Its answers are slow for want of the CPU that others have.
  { ...clean('ping', SHORT_SECONDS), name: 'clean:busy-machine', isBesideBusyPrograms: true },
  clean('ping-open', CLEAN_SECONDS),
  clean('read-open', CLEAN_SECONDS),
  clean('ladder-open', LADDER_SECONDS),
  clean('journey/normal', CLEAN_SECONDS),
  clean('journey/peak', CLEAN_SECONDS),
  clean('journey/soak', CLEAN_SECONDS),
  clean('journey/spike', CLEAN_SECONDS),
  clean('journey/ladder', LADDER_SECONDS),
  ...['concurrent-writers', 'read-heavy', 'lock-resolution', 'cache-invalidation'].map((scenario) =>
    clean(`catalog/${scenario}`, CLEAN_SECONDS),
  ),
  clean('catalog/connection-cleanup', TREND_SECONDS),
  ...S3_ROWS,
  ...CAPACITY_ROWS,
];

function fault(
  text: string,
  scenario: string,
  seconds: number | undefined,
  expect: Expectation,
  more?: string[],
): Row {
  const name = text.replace(/:.*/, '');
  return {
    name,
    scenario,
    ...lasting(seconds),
    fault: text,
    expect,
    ...(more === undefined ? {} : { more }),
  };
}

function clean(scenario: string, seconds?: number): Row {
  return { name: `clean:${scenario}`, scenario, ...lasting(seconds) };
}

function lasting(seconds: number | undefined): Pick<Row, 'seconds'> {
  return seconds === undefined ? {} : { seconds };
}
