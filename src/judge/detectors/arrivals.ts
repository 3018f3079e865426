/**
 * Open model: was everything that was due begun? k6 drops an iteration when all VUs of its pool still wait for answers, so
 * what is dropped are users who would have come to a service that cannot keep up.
 */
import { K6_METRIC, type Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { msText, percentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { type Arrivals, arrivalsOf } from '../doubts/load-given.ts';
import { type Evidence, statOf } from '../evidence.ts';
import { pressureOf } from '../resources/pressure.ts';

/** One in a hundred may be a hiccup of the machine; over one in twenty even p95 has left out who waited longest. */
const HEALTHY_SHARE = 0.01;
const CRITICAL_SHARE = 0.05;
/** Arrivals that are due at the very begin and end of a load. */
const MAX_ROUNDED = 2;

export function judgeArrivals(evidence: Evidence): Found[] {
  const arrivals = arrivalsOf(evidence);
  // a ladder is there to drop some in the end: breaking-point.ts says at which rate
  const isSteady = evidence.scenario.legs.some(({ phase }) => phase === 'steady');
  if (arrivals === undefined || !isSteady || arrivals.due === arrivals.missed) return [];
  const share = arrivals.dropped / arrivals.due;
  const status = statusOf(share);
  return [
    {
      detector: 'arrivals',
      status,
      metric: K6_METRIC.droppedIterations,
      value: Number(share.toPrecision(4)),
      limit: status === 'critical' ? CRITICAL_SHARE : HEALTHY_SHARE,
      unit: 'ratio',
      message: `${beginText(arrivals)}${poolText(share, evidence)}${timesText(evidence)}`,
      ...(status === 'healthy' ? {} : pressureOf(evidence)),
      // a generator without CPU begins late too
      restsOnTiming: true,
      evidence: [FILES.summary, FILES.timeline],
    },
  ];
}

function statusOf(share: number): Status {
  if (share > CRITICAL_SHARE) return 'critical';
  return share > HEALTHY_SHARE ? 'warning' : 'healthy';
}

function beginText({ due, dropped, missed }: Arrivals): string {
  const isBehind = missed > MAX_ROUNDED;
  const behind = isBehind ? `, and k6 itself missed at least ${missed}` : '';
  if (dropped > 0)
    return `${dropped} of ${due} arrivals (${percentText(dropped / due)}) could not be started${behind}`;
  return isBehind ? `of ${due} arrivals none was dropped${behind}` : `all ${due} arrivals were started`;
}

/** Little's law (1961): so many in flight at such a rate wait so long on average. */
function poolText(share: number, { summary }: Evidence): string {
  const pool = statOf(summary, 'vus_max', 'max') ?? summary?.metrics.vus_max?.values.max;
  const rate = summary?.metrics.iterations?.values.rate;
  if (share <= HEALTHY_SHARE || pool === undefined) return '';
  const wait =
    rate === undefined || rate <= 0
      ? ''
      : `; at ${Math.round(rate)} per second that is ${msText((1000 * pool) / rate)} each, by Little's law`;
  return `: all ${pool} VUs were waiting for responses${wait}`;
}

/** What the service took, and what a user waited; undefined parts were not measured. */
function timesText({ summary }: Evidence): string {
  const service = statOf(summary, K6_METRIC.opDuration, 'p(95)');
  const response = statOf(summary, K6_METRIC.opResponse, 'p(95)');
  if (service === undefined || response === undefined) return '';
  return `; p95 of the service time is ${msText(service)}, of the response time, with the wait for a connection, ${msText(response)}`;
}
