/** Was the disk or its quota the ceiling? As the service says it: 507, or a 5xx and the system's error in its log. */
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { MIB, mibText, momentText, percentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { patternOf } from '../errors/error-pattern.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { secondsInto } from '../load/load-clock.ts';
import { periodsOf } from '../load/periods.ts';
import { errorMark } from '../pass-mark.ts';

/** errno ENOSPC and EDQUOT, and what SQLite and PostgreSQL make of them. */
const DISK_FULL =
  /\bENOSPC\b|\bEDQUOT\b|no space left on device|disk quota exceeded|database or disk is full/i;
/** What a service answers with that did not foresee it. */
export const LOGGED_AS: ErrorKind = 'http_5xx';

export function judgeStorageFull(evidence: Evidence): Found[] {
  const { summary, scenario, logTail } = evidence;
  const said = countOf(summary, `${K6_METRIC.errorPrefix}http_507`);
  const kind = said > 0 || !DISK_FULL.test(logTail) ? 'http_507' : LOGGED_AS;
  const count = countOf(summary, K6_METRIC.errorPrefix + kind);
  if (count === 0) return [];
  const { passes = 0, fails = 0 } = summary?.metrics[K6_METRIC.opFailed]?.values ?? {};
  const share = count / (passes + fails);
  const mark = errorMark(scenario);
  const pattern = patternOf(periodsOf(evidence), kind, mark.critical);
  const written = pattern === undefined ? undefined : sentBefore(evidence, pattern.fromSeconds);
  return [
    {
      detector: 'storage-full',
      status: share > mark.critical ? 'critical' : 'warning',
      metric: K6_METRIC.errorPrefix + kind,
      value: count,
      limit: 0,
      unit: 'count',
      message: `the service's storage is full${pattern === undefined ? '' : ` since ${momentText(pattern.fromSeconds)}`}${written === undefined ? '' : `, after more than ${mibText(written)} were sent to it`}: ${count} operations failed because of it, ${percentText(share)} of all`,
      ...(pattern === undefined ? {} : { atSeconds: pattern.fromSeconds }),
      cause:
        kind === 'http_507'
          ? 'it returns 507: its disk or quota was the ceiling, not its speed'
          : `${FILES.targetLog} says that its disk is full; that was the ceiling, not its speed`,
      advice:
        'give it a larger disk or quota; if files are removed again under this load, look for what holds the space: files deleted but still open, aborted uploads, logs',
      evidence: [FILES.summary, FILES.timeline, FILES.targetLog],
    },
  ];
}

/** Bytes that k6 sent until then, heads of requests included. */
function sentBefore(evidence: Evidence, seconds: number): number | undefined {
  const counts = evidence.timeline
    .filter(({ t }) => (secondsInto(evidence, t) ?? 0) <= seconds)
    .flatMap(({ values }) => values.data_sent?.count ?? []);
  const sent = counts.reduce((sum, count) => sum + count, 0);
  return sent < MIB ? undefined : sent;
}
