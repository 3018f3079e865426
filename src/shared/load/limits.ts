/** The pass marks that scenarios share. */
import { K6_METRIC, type Limit } from '../../contract/contract.ts';

const { opDuration, opFailed, s3FirstByte } = K6_METRIC;

/** Twice the slowest answer that any pass mark still calls a warning; k6's own 60 s would outlast a quick run. */
export const REQUEST_TIMEOUT_SECONDS = 10;

/** What a single request may take in a run: as the user says, else as long as the service or the scenario needs. */
export function requestTimeoutOf(
  asked: number | undefined,
  target: { requestTimeoutSeconds?: number | undefined },
  scenario: { requestTimeoutSeconds?: number | undefined },
): number {
  const { requestTimeoutSeconds: ofService = 0 } = target;
  const { requestTimeoutSeconds: ofScenario = 0 } = scenario;
  return asked ?? (Math.max(ofService, ofScenario) || REQUEST_TIMEOUT_SECONDS);
}

/** Longer than the request timeout, so that a request in flight at the end is answered or counted as failed. */
export function drainSeconds(requestTimeoutSeconds = REQUEST_TIMEOUT_SECONDS): number {
  return Math.max(REQUEST_TIMEOUT_SECONDS, requestTimeoutSeconds) + 5;
}

/** What k6 may take to lay out before a load and to clear up after it: more than a few requests that come to their limit. */
export function borderSeconds(requestTimeoutSeconds = REQUEST_TIMEOUT_SECONDS): number {
  return 12 * Math.max(REQUEST_TIMEOUT_SECONDS, requestTimeoutSeconds);
}

/** Time after a spike or a ladder's top: its users finish their turns first, then the last seconds show whether the service is back. */
export const RECOVERY_QUICK_SECONDS = drainSeconds() + 7;

/** Share of operations that failed, of any kind. */
export const ERROR_RATE: Limit = {
  metric: opFailed,
  stat: 'rate',
  unit: 'ratio',
  healthy: 0.05,
  critical: 0.15,
};

/** The same with a mark of the scenario's own; critical is three times what is healthy, as in ERROR_RATE. */
export function errorRate(healthy: number): Limit {
  return { ...ERROR_RATE, healthy, critical: 3 * healthy };
}

/** 95th percentile of the duration of all operations' successes, ms; critical at four times what is healthy, as read is. */
export function allP95(healthyMs: number): Limit {
  return mark(opDuration, healthyMs, 4 * healthyMs);
}

/** 95th percentile of the time to the first byte of a download, ms. */
export function firstByteP95(op: string, healthyMs: number, criticalMs: number): Limit {
  return mark(`${s3FirstByte}{op:${op}}`, healthyMs, criticalMs);
}

/** 95th percentile of the duration of one operation's successes, ms. */
export function p95(op: string, healthyMs: number, criticalMs: number): Limit {
  return mark(`${opDuration}{op:${op}}`, healthyMs, criticalMs);
}

/** What each operation of the file service is held to, in whichever scenario it is played; `remove` has no mark of its own. */
export const OPERATION_MARKS: Record<
  'ping' | 'upload' | 'list' | 'download' | 'batch_upload' | 'batch_download',
  Limit
> = {
  ping: p95('ping', 50, 500),
  upload: p95('upload', 2000, 5000),
  list: p95('list', 500, 2000),
  download: p95('download', 500, 2000),
  batch_upload: p95('batch_upload', 2000, 5000),
  batch_download: p95('batch_download', 2000, 5000),
};

/** The same of the response time, for scenarios of the open model. */
export function responseP95(op: string, healthyMs: number, criticalMs: number): Limit {
  return mark(`${K6_METRIC.opResponse}{op:${op}}`, healthyMs, criticalMs);
}

function mark(metric: string, healthyMs: number, criticalMs: number): Limit {
  return {
    metric,
    stat: 'p(95)',
    unit: 'ms',
    healthy: healthyMs,
    critical: criticalMs,
  };
}
