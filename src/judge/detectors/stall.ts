/**
 * The service stops answering for moments and goes on: nobody is slow, all wait. Its length counts against the scenario's
 * mark for p95, and how often against what p95 leaves out: of those who come at any moment, one in twenty.
 */

import { K6_METRIC, type Limit, type Status } from '../../contract/contract.ts';
import { OPERATION_MARKS } from '../../shared/load/limits.ts';
import { FILES } from '../../store/store.ts';
import { msText, percentText } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Explanation, Found } from '../detector.ts';
import { type Evidence, growth, type Point, series, spanSeconds, statOf } from '../evidence.ts';
import { settledSpan } from '../load/steady.ts';
import { statusAgainst } from '../pass-mark.ts';
import { type Stalls, stallsOf } from './stalls.ts';

/** The share of requests that a mark for the 95th percentile forgives. */
const FORGIVEN_SHARE = 0.05;
/** Where no time is asked of it, a service may lose this much of its throughput. */
const MAX_LOST_SHARE = 0.2;
/** Stalls of which this share is somebody else's doing are told by the detector for that. */
const EXPLAINED_SHARE = 0.5;
/** Out of quota a service waits for the rest of a period of 100 ms (Documentation/scheduler/sched-bwc.rst), and half of the next one. */
const LONGEST_THROTTLED_MS = 150;
/** With less CPU than this share of the stalls in use, it cannot have computed through them. */
const COMPUTES_SHARE = 0.8;

export function judgeStall(evidence: Evidence): Found[] {
  const stalls = stallsOf(evidence);
  if (stalls === undefined || stalls.share < FORGIVEN_SHARE || isExplained(stalls, evidence)) return [];
  const mark = strictestMark(evidence);
  const status = statusOf(stalls, mark);
  return [
    {
      detector: 'stall',
      status,
      metric: `${K6_METRIC.opDuration} max`,
      value: Math.round(stalls.ms),
      ...(mark === undefined ? {} : { limit: status === 'critical' ? mark.critical : mark.healthy }),
      unit: 'ms',
      message: messageOf(stalls, mark, status),
      ...(status === 'healthy' ? {} : explanation(stalls, evidence)),
      // stalls.ts has held them against the calm seconds between them, in which the generator was as short of CPU
      restsOnTiming: false,
      evidence: [FILES.timeline, FILES.samples],
    },
  ];
}

function statusOf({ ms, share }: Stalls, mark: Limit | undefined): Status {
  if (mark !== undefined) return statusAgainst(mark, ms);
  return share > MAX_LOST_SHARE ? 'warning' : 'healthy';
}

/** Of the marks for times the one that is crossed first; in a mixed load, of those that its operations have in their own scenarios. */
function strictestMark({ scenario, summary }: Evidence): Limit | undefined {
  const own = scenario.limits.filter(({ unit }) => unit === 'ms');
  const played = Object.values(OPERATION_MARKS).filter(
    ({ metric }) => (statOf(summary, metric, 'count') ?? 0) > 0,
  );
  return (own.length > 0 ? own : played).sort((a, b) => a.critical - b.critical)[0];
}

function messageOf({ ms, count, ofSeconds, share }: Stalls, mark: Limit | undefined, status: Status): string {
  const what = `the service stops responding for up to ${msText(ms)} at a time, ${count} times in ${Math.round(ofSeconds)} s: nobody is served for ${percentText(share)} of the time`;
  if (mark === undefined) return what;
  return status === 'critical'
    ? `${what}; the longest wait is over the critical mark of ${msText(mark.critical)}`
    : `${what}; the longest wait is ${status === 'healthy' ? 'within' : 'over'} the healthy ${msText(mark.healthy)}`;
}

function explanation({ share }: Stalls, evidence: Evidence): Explanation {
  const busy = perSecond('process_cpu_seconds_total', evidence);
  if (busy === undefined) return {};
  if (busy < COMPUTES_SHARE * share)
    return {
      cause: `it is waiting meanwhile: ${busy.toFixed(2)} CPUs in use are too few to compute for ${percentText(share)} of the time`,
      advice:
        'look for what all requests wait for at once: a lock, a synchronous read or write, a call to another service without a timeout',
    };
  return {
    cause: `meanwhile one thread that all requests need is computing, as far as one-second readings can tell: ${busy.toFixed(2)} CPUs in use`,
    ...adviceOf`see the top functions of ${FILES.cpuProfile}: split up long work, or move it to another thread or process`,
  };
}

/** Pauses of the collector are the business of gc.ts, and what a quota does that of throttling.ts. */
function isExplained({ ms, share }: Stalls, evidence: Evidence): boolean {
  const collecting = perSecond('runtime_gc_pause_seconds_total', evidence) ?? 0;
  const throttled = perSecond('cgroup_cpu_throttled_seconds_total', evidence) ?? 0;
  return (
    collecting > EXPLAINED_SHARE * share ||
    (ms <= LONGEST_THROTTLED_MS && throttled > EXPLAINED_SHARE * share)
  );
}

/** Growth of a total in the judged phase, a second. */
function perSecond(name: Parameters<typeof series>[1], evidence: Evidence): number | undefined {
  const span = settledSpan(evidence);
  const samples = evidence.samples.filter(
    ({ t }) => span !== undefined && t >= span.fromMs && t <= span.toMs,
  );
  const points: Point[] = series(samples, name);
  const grown = growth(samples, name);
  const seconds = spanSeconds(points);
  return grown === undefined || seconds <= 0 ? undefined : grown / seconds;
}
