/** The scenario's pass marks against k6's end-of-run statistics. No samples is unknown, never healthy. */
import type { Limit, Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { twoSpeedsOf, twoSpeedsText } from '../causes/two-speeds.ts';
import { isAlwaysAsLong, timesText } from '../causes/waiting.ts';
import type { Found } from '../detector.ts';
import { MIN_TO_JUDGE } from '../doubts/shortcomings.ts';
import { mayBeSlowness } from '../errors/timeouts.ts';
import { type Evidence, errorCounts, statOf } from '../evidence.ts';
import { levelsOf } from '../load/levels.ts';
import { shareAbove } from '../load/quantiles.ts';
import { mayHaveBeenOurs, warmUpOf, warmUpText } from '../load/warm-up.ts';
import { markValueText, measureText, valueText } from '../mark-text.ts';
import { isErrorMark, statusAgainst } from '../pass-mark.ts';
import { mayHaveDelayed } from '../resources/generator.ts';
import { mayHaveStarved } from '../resources/machine-cpu.ts';
import { pressureOf } from '../resources/pressure.ts';

/** Nothing is wrong with it now. */
const WARMED_UP: Partial<Found> = {
  cause: 'a cold start: code being compiled, pools and caches filling up',
  advice:
    'warm it up before it gets traffic (a readiness probe that waits for the caches), or let it start with its pools filled',
  isExplained: true,
};

export function judgeLimits(evidence: Evidence): Found[] {
  return evidence.scenario.limits.map((limit) => judgeLimit(limit, evidence));
}

function judgeLimit(limit: Limit, evidence: Evidence): Found {
  const value = statOf(evidence.summary, limit.metric, limit.stat);
  const against = value === undefined ? 'unknown' : statusAgainst(limit, value);
  const warm = against === 'healthy' || against === 'unknown' ? undefined : warmUpOf(limit, evidence);
  const few = against === 'critical' ? tooFew(limit, evidence) : undefined;
  const crossed = against === 'critical' ? limit.critical : limit.healthy;
  return {
    detector: 'limits',
    status: few !== undefined ? 'unknown' : warm === undefined ? against : 'warning',
    metric: `${limit.metric} ${limit.stat}`,
    ...(value === undefined ? {} : { value }),
    limit: crossed,
    unit: limit.unit,
    message: `${messageOf(limit, value, against)}${aloneText(limit, value, against, evidence)}${warm === undefined ? '' : warmUpText(warm)}${few === undefined ? '' : ` (only ${few} operations)`}`,
    evidence: [FILES.summary, FILES.timeline],
    ...(warm === undefined
      ? explanation(limit, against, crossed, evidence)
      : { ...WARMED_UP, restsOnTiming: mayHaveBeenOurs(warm, crossed, evidence) }),
  };
}

/** How many there were when they are too few for a percentile; when most are over the mark themselves they are enough. */
function tooFew({ metric, unit, critical }: Limit, { summary }: Evidence): number | undefined {
  const count = statOf(summary, metric, 'count');
  if (unit !== 'ms' || count === undefined || count >= MIN_TO_JUDGE) return undefined;
  return (statOf(summary, metric, 'med') ?? 0) > critical ? undefined : count;
}

function messageOf(limit: Limit, value: number | undefined, status: Status): string {
  const what = measureText(limit);
  if (value === undefined) return `${what}: no samples`;
  const mark =
    status === 'critical'
      ? `over the critical mark of ${markValueText(limit.critical, limit)}`
      : status === 'warning'
        ? `over the healthy mark of ${markValueText(limit.healthy, limit)}`
        : `within ${markValueText(limit.healthy, limit)}`;
  return `${what} is ${valueText(value, limit)}, ${mark}`;
}

/** A service that is as slow for one user as for all is slow itself; one that is not queues or waits, or does so now and then. */
function aloneText(limit: Limit, value: number | undefined, status: Status, evidence: Evidence): string {
  const op = OPERATION.exec(limit.metric)?.[1];
  const aloneMs = op === undefined ? undefined : evidence.summary?.alone?.[op]?.medianMs;
  if (op === undefined || value === undefined || aloneMs === undefined) return '';
  if (status === 'healthy' || limit.unit !== 'ms') return '';
  const steady = levelsOf(evidence).find(({ phase }) => phase === 'steady');
  const some = steady && twoSpeedsOf(op, steady, evidence);
  return some === undefined ? `, ${timesText({ p95Ms: value, aloneMs })}` : `: ${twoSpeedsText(op, some)}`;
}

function explanation(limit: Limit, status: Status, crossed: number, evidence: Evidence): Partial<Found> {
  if (status === 'healthy' || status === 'unknown') return {};
  if (isErrorMark(limit))
    return {
      cause: errorsByKind(evidence),
      restsOnTiming: errorCounts(evidence.summary)[0]?.kind === 'timeout' && mayBeSlowness(evidence),
      advice: `read ${FILES.targetLog} and the share of each error kind in ${FILES.summary}`,
    };
  return {
    ...pressureOf(evidence),
    restsOnTiming: mayBeOurs(limit, crossed, evidence),
    evidence: [FILES.summary, FILES.timeline, FILES.samples, FILES.cpuProfile],
  };
}

/** Who was behind for a third of the time, be it k6 or the service for want of CPU, cannot have made two thirds of the answers late. */
function mayBeOurs({ metric }: Limit, crossed: number, evidence: Evidence): boolean {
  const values = evidence.summary?.metrics[metric]?.values ?? {};
  const op = OPERATION.exec(metric)?.[1];
  if (op !== undefined && isAlwaysAsLong(op, values, evidence)) return false;
  const late = shareAbove(values, crossed);
  return mayHaveDelayed(late, crossed, evidence) || mayHaveStarved(late, evidence);
}

/** Most frequent first: `timeout 1204, http_5xx 17`. */
function errorsByKind({ summary }: Evidence): string {
  return errorCounts(summary)
    .map(({ kind, count }) => `${kind} ${count}`)
    .join(', ');
}

const OPERATION = /\{op:(\w+)\}/;
