/** What k6 measures: names of metrics, kinds of errors, and the summary at the end. */
import type { Leg } from './scenario.ts';

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
  /** Counter: lists compared with the files that had been acknowledged by then. */
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
  /** Counter: bytes of the files that went up or down in operations that succeeded, tag `op`. */
  fileBytes: 'file_bytes',
  /** Counter: bytes of objects that came up or down in operations that succeeded, tag `op`. */
  s3Bytes: 's3_bytes',
  /** Trend, ms: from the last byte of a download's request to the first of its answer, tag `op`. */
  s3FirstByte: 's3_first_byte',
  /** Counter: errors that the server gave a code of S3 for, tag `code`. */
  s3Errors: 's3_errors',
  /** Counter: objects that have another ETag than the completion of their multipart upload was answered with. */
  s3EtagsChanged: 's3_etags_changed',
  /** Prefix of one counter for each ERROR_KINDS entry. */
  errorPrefix: 'op_errors_',
  /**
   * Prefix of one counter for each ERROR_KINDS entry that files are hurt by: the files that met it, each counted once. Only of files
   * that belong to one VU; of those that all VUs share nobody can say which another has counted.
   */
  filesPrefix: 'files_',
  /** Prefix of one counter for each UNSENT_KINDS entry: requests that never left for the service, so no operations of it. */
  unsentPrefix: 'op_unsent_',
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
  /** a compressed answer that is damaged */
  'not_decoded',
  /** a success, but none that the operation may have, such as 202 (not done yet) for an upload */
  'http_2xx',
  'http_3xx',
  /** 401: who asks is not, or no longer, known */
  'http_auth',
  /** 403: refused whoever asks, for want of a permission or of quota */
  'http_forbidden',
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
  /** a list that still shows a file whose removal was acknowledged before it was asked for */
  'list_stale',
  /** a list, or its pages together, that shows a file twice */
  'list_twice',
  /** another ETag than the object was stored with, or another length in a list */
  'wrong_etag',
  /** tags of an object, or a rule of a bucket, that are not those which were acknowledged */
  'wrong_metadata',
  /** an object that is still there although its removal was acknowledged before */
  'not_removed',
  /** an upload that broke off, of which a part is there as if it were the whole */
  'half_stored',
  /** a part of an upload that is not known any more although it was acknowledged */
  'lost_part',
  /** a body that was taken although it is not what its checksum says */
  'checksum_ignored',
  /** fewer bytes than the file has, or than were announced */
  'short_body',
  /** as many bytes as the file has, but others */
  'wrong_bytes',
  /** an error that has the status of a success: in its JSON, or as a page of HTML */
  'false_success',
  /** an upload that was acknowledged without the id that the target file says it has */
  'no_id',
  /** an answer with an expected status that lacks what the target file takes from it or asserts */
  'assertion',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** Those that say that a file is gone, or is not what it was. */
export const FILE_ERROR_KINDS = ['lost_file', 'short_body', 'wrong_bytes'] as const satisfies ErrorKind[];
export type FileErrorKind = (typeof FILE_ERROR_KINDS)[number];

/** Why a request came to nothing before the service had any part in it: on this machine, or on the way to it. */
export const UNSENT_KINDS = [
  /** this process may open no more files (EMFILE) */
  'descriptors',
  /** no local port is left (EADDRNOTAVAIL) */
  'ports',
  /** the name of the host leads to no address */
  'name',
  /** the two sides did not agree on who they are: certificates, versions of TLS */
  'tls',
  /** the proxy that was asked for did not do its part */
  'proxy',
  /** forbidden here: a firewall of this machine (EPERM, EACCES), or a list of k6 */
  'forbidden',
  /** no way leads to that network */
  'network',
] as const;
export type UnsentKind = (typeof UNSENT_KINDS)[number];

/** What a user alone was answered in before the load, by operation; times in ms, first byte sent to last received. */
export type Alone = Record<string, { count: number; medianMs: number; slowestMs: number }>;

/** How far the service's clock was from ours before the load, seconds, ahead when positive: each the least of what was seen. */
export interface ServiceClock {
  /** By the header Date of its answers. */
  date?: number;
  /** By the time in JSON that it gave a file which it had just taken, and where that stood. */
  stamp?: { seconds: number; field: string };
}

/** Files that were to be laid out before the load: how many, and what became of the uploads, sent one after the other. */
export interface LaidOut {
  /** Absent: files, by uploads. */
  what?: 'datasets';
  asked: number;
  stored: number;
  /** By the service's failure. */
  failed: number;
  /** That never left for the service. */
  unsent: number;
  /** The first that failed; status 0 without an answer. Absent when none did. */
  first?: { kind: string; status: number };
}

/** Statistics of a trend: percentiles close enough together to draw how latencies are spread. */
export const TREND_STATS = [
  ...['count', 'avg', 'min', 'p(1)', 'p(5)', 'p(10)', 'p(25)', 'med', 'p(75)', 'p(90)', 'p(95)', 'p(98)'],
  ...['p(99)', 'p(99.9)', 'max'],
];

/** What a load has shown in all. Metrics are of k6's own shape. */
export interface K6Summary {
  schema: 'burstbox/summary/1';
  /** Epoch ms at which setup() ended and the load began. Absent when setup did not finish. */
  loadStartedAtMs?: number;
  /** Absent where nobody was measured alone. */
  alone?: Alone;
  /** Absent where no answer told a time. */
  clock?: ServiceClock;
  /** Absent where nothing is laid out. */
  laidOut?: LaidOut;
  legs: Leg[];
  /** Length of the whole k6 run, setup and teardown included, ms. */
  testRunDurationMs: number;
  metrics: Record<string, { type: string; contains: string; values: Record<string, number> }>;
  /** Of a script that runs by itself; of one that is driven there are none. */
  checks: { name: string; passes: number; fails: number }[];
}
