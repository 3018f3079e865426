/** The scenario's pass marks against k6's end-of-run statistics. No samples is unknown, never healthy. */
import { K6_METRIC, type Limit, type Status } from '../../contract.ts';
import { msText, percentText } from '../../numbers.ts';
import type { Finding } from '../../records.ts';
import { FILES } from '../../store.ts';
import { type Evidence, errorCounts, statOf } from '../evidence.ts';
import { pressureOf } from '../pressure.ts';

export function judgeLimits(evidence: Evidence): Finding[] {
  return evidence.scenario.limits.map((limit) => judgeLimit(limit, evidence));
}

function judgeLimit(limit: Limit, evidence: Evidence): Finding {
  const value = statOf(evidence.summary, limit.metric, limit.stat);
  const status = value === undefined ? 'unknown' : statusOf(value, limit);
  const crossed = status === 'critical' ? limit.critical : limit.healthy;
  return {
    detector: 'limits',
    status,
    metric: `${limit.metric} ${limit.stat}`,
    ...(value === undefined ? {} : { value }),
    limit: crossed,
    unit: limit.unit,
    message: messageOf(limit, value, status),
    evidence: [FILES.summary, FILES.timeline],
    ...explanation(limit, status, evidence),
  };
}

function statusOf(value: number, { healthy, critical }: Limit): Status {
  if (value > critical) return 'critical';
  return value <= healthy ? 'healthy' : 'warning';
}

function messageOf(limit: Limit, value: number | undefined, status: Status): string {
  const what = isErrorRate(limit) ? 'share of failed operations' : `${limit.stat} of ${nameOf(limit.metric)}`;
  if (value === undefined) return `${what}: no samples`;
  const mark =
    status === 'critical'
      ? `over the critical ${text(limit.critical, limit)}`
      : status === 'warning'
        ? `over the healthy ${text(limit.healthy, limit)}`
        : `within ${text(limit.healthy, limit)}`;
  return `${what} is ${text(value, limit)}, ${mark}`;
}

function explanation(limit: Limit, status: Status, evidence: Evidence): Partial<Finding> {
  if (status === 'healthy' || status === 'unknown') return {};
  if (isErrorRate(limit))
    return {
      cause: errorsByKind(evidence),
      advice: `read ${FILES.targetLog} and the share of each error kind in ${FILES.summary}`,
    };
  return {
    ...pressureOf(evidence),
    evidence: [FILES.summary, FILES.timeline, FILES.samples, FILES.cpuProfile],
  };
}

function isErrorRate(limit: Limit): boolean {
  return limit.metric === K6_METRIC.opFailed;
}

/** Most frequent first: `timeout 1204, http_5xx 17`. */
function errorsByKind({ summary }: Evidence): string {
  return errorCounts(summary)
    .map(({ kind, count }) => `${kind} ${count}`)
    .join(', ');
}

/** `op_duration{op:upload}` → `upload duration`. */
function nameOf(metric: string): string {
  const op = /\{op:(\w+)\}/.exec(metric)?.[1];
  return op === undefined ? metric : `${op} duration`;
}

function text(value: number, { unit }: Limit): string {
  if (unit === 'ms') return msText(value);
  return unit === 'ratio' ? percentText(value) : String(value);
}
