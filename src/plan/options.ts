/** What can be asked of a run, whoever asks: the command line, or a row of the detection matrix. */
import type { TlsFiles } from '../network/tls.ts';
import type { DriverName } from '../sandbox/sandbox.ts';
import type { Pace } from '../shared/load/shape.ts';
import type { MetricsTo } from './metrics-to.ts';
import type { S3Config } from './s3-config.ts';

/** A day of samples is 120 MB; k6 also keeps every latency in memory. */
export const LONGEST_SECONDS = 24 * 3600;
/** Most scenarios want more: see plan.ts. */
export const SHORTEST_SECONDS = 1;

/** More than this is mistyped: k6's guide to large tests gives one machine 30 000 to 40 000 VUs. */
export const MAX_VUS = 50_000;
export const MAX_ARRIVALS_A_SECOND = MAX_VUS;

/** What is asked of a plan besides what flags say. */
export interface PlanOptions extends RunOptions {
  /** Of scenarios of object storage. */
  s3?: S3Config;
}

export interface RunOptions {
  pace: Pace;
  durationSeconds?: number;
  /** Peak of the closed model. */
  vus?: number;
  /** Peak of the open model, arrivals a second. */
  rate?: number;
  target: string;
  baseUrl?: string;
  /** The only proxy that is ever used; may hold a password. */
  proxy?: string;
  /** Whom to trust besides the authorities of this machine, and who we are. */
  tls?: TlsFiles;
  /** Of a service that runs already: its process, or its container. */
  pid?: number;
  container?: string;
  /** File that says what load the scenarios of object storage make. */
  config?: string;
  /** Where the service that burstbox starts listens on 127.0.0.1. */
  port?: number;
  sandbox: 'auto' | 'none' | DriverName;
  out: string;
  failOn: 'warning' | 'critical';
  /** In place of what the target file says of its start. */
  readySeconds?: number;
  stopSeconds?: number;
  /** In place of what the target file and the scenario say. */
  requestTimeoutSeconds?: number;
  /** Ends a scenario whose limit is hopelessly crossed. */
  abortOn?: 'critical';
  /** Ends a steady load that has settled. */
  untilStable: boolean;
  /** Narrows the breaking point of a ladder by probes of its own. */
  search: boolean;
  dryRun: boolean;
  /** Each `NAME[:key=value…]`, unchecked: see faults.ts. */
  faults: string[];
  json: boolean;
  /** Writes its figures and its series by the second as CSV too. */
  csv: boolean;
  /** Serves our own page while it runs. */
  live: boolean;
  /** Serves k6's live web dashboard while the load runs. */
  dashboard: boolean;
  k6Args: string[];
  /** Where figures of k6 and samples of the service are sent while it runs. */
  metricsTo: MetricsTo[];
  /** Times that everything is played: all of it once, and then again. */
  repeat: number;
}
