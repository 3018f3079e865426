/**
 * Flags that runs take, one for each of RunOptions; `help` prints them in this order. Which other commands take some of
 * them, and which flags they alone have, is in commands.ts.
 */

import { usualResults } from '../../own-folder.ts';
import type { RunOptions } from '../../plan/options.ts';
import { MAX_ARRIVALS_A_SECOND, MAX_VUS } from '../../plan/options.ts';
import { asTyped, each, type Flag, given, last } from './flag.ts';
import {
  containerName,
  durationSeconds,
  folderName,
  httpUrl,
  limitSeconds,
  MAX_PID,
  MAX_PORT,
  MAX_REPEATS,
  oneOf,
  wholeNumber,
} from './flag-values.ts';
import { metricsTo } from './metrics-values.ts';
import { proxyUrl, tlsFiles } from './way-values.ts';

type Flags = { readonly [Option in keyof RunOptions]-?: Flag<Required<RunOptions>[Option]> };

export const FLAGS: Flags = {
  pace: {
    name: 'pace',
    value: 'quick|full',
    does: 'quick (default): about 30 s per scenario; full: the reference durations',
    read: last(oneOf('quick', 'full')),
    otherwise: 'quick',
  },
  durationSeconds: {
    name: 'duration',
    value: '90s|5m|8h',
    does: 'length of each load; overrides the pace',
    read: last(durationSeconds),
  },
  vus: {
    name: 'vus',
    value: 'N',
    does: 'peak VUs; the other levels scale with it',
    read: last(wholeNumber(MAX_VUS)),
  },
  rate: {
    name: 'rate',
    value: 'N',
    does: 'peak arrivals per second of open-model scenarios; the other levels scale with it',
    read: last(wholeNumber(MAX_ARRIVALS_A_SECOND)),
  },
  target: {
    name: 'target',
    value: 'FILE|NAME',
    does: 'what to test (default: reference, the service that ships with burstbox)',
    read: last(asTyped),
    otherwise: 'reference',
  },
  baseUrl: {
    name: 'base-url',
    value: 'URL',
    does: 'the target already runs there; do not start it',
    read: last(httpUrl),
  },
  proxy: {
    name: 'proxy',
    value: 'URL',
    does: 'reach the target through this HTTP proxy; proxy settings of the environment are never used',
    read: last(proxyUrl),
  },
  tls: {
    name: 'tls',
    value: 'ca=FILE,cert=FILE,key=FILE',
    does: 'trust this CA in addition to those of this machine, and present this client certificate; PEM files',
    read: last(tlsFiles),
  },
  pid: {
    name: 'pid',
    value: 'N',
    does: 'its process, to watch it (default: whatever listens on the port of the base URL on this machine)',
    read: last(wholeNumber(MAX_PID)),
  },
  container: {
    name: 'container',
    value: 'NAME',
    does: 'its docker container, to watch it',
    read: last(containerName),
  },
  config: {
    name: 'config',
    value: 'FILE',
    does: 'load of the scenarios of object storage, in JSON or YAML: users, spawn rate, duration, sizes, mix, pool',
    read: last(asTyped),
  },
  port: {
    name: 'port',
    value: 'N',
    does: 'where the service that burstbox starts listens on 127.0.0.1 (default: a free port; it is printed)',
    read: last(wholeNumber(MAX_PORT)),
  },
  sandbox: {
    name: 'sandbox',
    value: 'auto|docker|cgroup|process|none',
    does: 'what enforces the limits (default: auto, the first that works); none: the service already runs',
    read: last(oneOf('auto', 'docker', 'cgroup', 'process', 'none')),
    otherwise: 'auto',
  },
  out: {
    name: 'out',
    value: 'DIR',
    does: `where runs are stored (default: ${usualResults()})`,
    read: last(folderName),
    otherwise: usualResults(),
  },
  failOn: {
    name: 'fail-on',
    value: 'warning|critical',
    does: 'status that gives exit code 1 (default: critical)',
    read: last(oneOf('warning', 'critical')),
    otherwise: 'critical',
  },
  readySeconds: {
    name: 'start-timeout',
    value: '3m',
    does: 'how long a service may take to start (default: 60s, or start.readySeconds of the target file)',
    read: last(limitSeconds),
  },
  stopSeconds: {
    name: 'stop-timeout',
    value: '30s',
    does: 'how long it may take to stop before it is killed (default: 5s, or start.stopSeconds)',
    read: last(limitSeconds),
  },
  requestTimeoutSeconds: {
    name: 'request-timeout',
    value: '60s',
    does: 'how long a single request of the load may take (default: 10s, or requestTimeoutSeconds of the target file)',
    read: last(limitSeconds),
  },
  abortOn: {
    name: 'abort-on',
    value: 'critical',
    does: 'end a scenario as soon as it cannot stay within a critical mark any more, however well the rest goes',
    read: last(oneOf('critical')),
  },
  untilStable: {
    name: 'until-stable',
    does: 'end a steady load early, once its throughput and p95 have settled',
    read: given,
    otherwise: false,
  },
  search: {
    name: 'search',
    does: 'after a ladder, narrow down its breaking point with up to 6 single-level loads',
    read: given,
    otherwise: false,
  },
  faults: {
    name: 'fault',
    value: 'NAME[:KEY=VALUE]',
    does: 'plant a fault in the reference service, may be repeated; `list` shows them',
    read: each,
    otherwise: [],
  },
  repeat: {
    name: 'repeat',
    value: 'N',
    does: 'play the whole plan this many times, round by round; `compare` works best with 10 repeats per side',
    read: last(wholeNumber(MAX_REPEATS)),
    otherwise: 1,
  },
  dryRun: {
    name: 'dry-run',
    does: 'show what would run, without starting anything',
    read: given,
    otherwise: false,
  },
  json: {
    name: 'json',
    does: "the run's verdict.json on stdout",
    read: given,
    otherwise: false,
  },
  csv: {
    name: 'csv',
    does: 'write figures.csv, and a series.csv by the second beside each scenario, too',
    read: given,
    otherwise: false,
  },
  live: {
    name: 'live',
    does: 'our own page on 127.0.0.1 while the run goes on: load, latency, errors and the box; it ends as the report',
    read: given,
    otherwise: false,
  },
  dashboard: {
    name: 'dashboard',
    does: "k6's live web dashboard; its address is printed when the run begins",
    read: given,
    otherwise: false,
  },
  metricsTo: {
    name: 'metrics-to',
    value: 'FORM=URL',
    does: 'send the figures of k6 and the samples of the service there too, while it runs: prometheus=http://127.0.0.1:9090/api/v1/write or opentelemetry=http://127.0.0.1:4318/v1/metrics',
    read: metricsTo,
    otherwise: [],
  },
  k6Args: {
    name: 'k6-arg',
    value: 'ARG',
    does: 'passed on to k6, may be repeated: --k6-arg=--http-debug',
    read: each,
    otherwise: [],
  },
};

/** Flags that every command takes. */
export const COMMON_FLAGS: readonly Flag<boolean>[] = [
  { name: 'help', does: 'this text', read: given },
  { name: 'version', does: 'the version', read: given },
];
