/**
 * Memory, connections, handles, file descriptors or threads that grow while the load stays the same.
 * Method: the lowest reading of each window of the steady phase, since what a collection leaves over counts and not the
 * saw-tooth above it; Mann-Kendall with the variance of Hamed and Rao (1998) for whether it grows, Theil-Sen for how fast.
 */

import { K6_METRIC } from '../../contract/contract.ts';
import { heldMemory } from '../../store/held-memory.ts';
import type { Found } from '../detector.ts';
import { countOf, type Evidence, growth, series } from '../evidence.ts';
import { JUDGED_SHARE, type Span, settledSpan, steadySeconds, windowsOf } from '../load/steady.ts';
import { isLastingRise, trendOf } from '../statistics/trend.ts';
import { descriptorsRunOut, descriptorsUsedUp } from './descriptors-used-up.ts';
import { LEAK_KINDS, type LeakKind, OUTSIDE_ADVICE } from './leak-kinds.ts';
import { type Growth, leakMessage, noLeakMessage } from './leak-message.ts';
import { type LeakSpan, reachedText, saidInLog, spanUpToErrors } from './leak-reached.ts';

/** Who deploys once a day restarts the service by then: a leak that takes longer to the limit is a warning. */
const HORIZON_SECONDS = 24 * 3600;
/** A cache that fills is no leak yet while it adds less than this to what is held anyway. */
const MIN_SHARE_OF_LEVEL = 0.1;
/** Of two series that grow, the more exact one speaks, unless it accounts for less than this share of the other. */
const MIN_SHARE_OF_FASTEST = 0.5;
/** A heap that grows by less than this share of what grows is level beside it. */
const LEVEL_SHARE = 0.2;
/** A leaked connection is a handle and a descriptor too: growth of which connections make this share is theirs. */
const HELD_SHARE = 0.5;
/**
 * What settles bends. A rise whose second half is nearly as steep as the whole, in nearly perfect order, cannot hold
 * much settling: half the allowance is enough for it.
 */
const STRAIGHT_LATE_SHARE = 0.8;
const STRAIGHT_TAU = 0.95;
const STRAIGHT_SETTLING_SHARE = 0.5;
/** The smallest box we know: what to measure by when nobody said how much memory there is. */
const UNKNOWN_BOX_MIB = 1024;

/** With one in the middle of the phase, what it left over may be less than what came before it. */
const MIN_COLLECTIONS = 2;

/** Up to where errors begin there may be few seconds. */
const SHORTEST_WINDOW_BEFORE_ERRORS = 1;

export function judgeLeak(evidence: Evidence): Found[] {
  const reached = spanUpToErrors(evidence);
  const leaks =
    reached === undefined ? [] : judgeIn(reached, evidence).filter(({ status }) => status !== 'healthy');
  if (leaks.length > 0) return leaks;
  const usedUp = descriptorsUsedUp(evidence);
  if (usedUp.length > 0) return usedUp;
  const span = settledSpan(evidence);
  const found = span === undefined ? [] : judgeIn(span, evidence);
  return found.some(({ status }) => status !== 'healthy')
    ? found
    : [...descriptorsRunOut(evidence), ...found];
}

/** Those that had come to a limit when errors began: what these errors come from. */
export function judgeReachedLeak(evidence: Evidence): Found[] {
  return judgeLeak(evidence).filter(({ atSeconds }) => atSeconds !== undefined);
}

export function judgeOtherLeak(evidence: Evidence): Found[] {
  return judgeLeak(evidence).filter(({ atSeconds }) => atSeconds === undefined);
}

function judgeIn(span: LeakSpan, evidence: Evidence): Found[] {
  // Memory may grow by right with files that stay.
  const tellsMemory = evidence.scenario.keepsFiles === undefined && isCollected(evidence, span);
  const kinds = LEAK_KINDS.filter(({ unit }) => unit !== 'MiB' || tellsMemory);
  const judged = kinds.flatMap((kind) => judgeKind(kind, evidence, span));
  const leaks = judged.filter(({ finding }) => finding.status !== 'healthy');
  return judged
    .filter((each) => each.finding.status === 'healthy' || !leaks.some((leak) => isHeldBy(each, leak)))
    .sort((a, b) => (a.secondsLeft === b.secondsLeft ? 0 : a.secondsLeft - b.secondsLeft))
    .map(({ finding }) => finding);
}

function isHeldBy({ kind, finding }: Judged, holder: Judged): boolean {
  const held = (holder.kind.holds?.[kind.unit] ?? 0) * (holder.finding.value ?? 0);
  return held > 0 && held >= HELD_SHARE * (finding.value ?? 0);
}

/** Length of the steady phase, seconds, in which a leak that reaches its limit within the horizon outgrows all settling. */
export function leakNeedsSeconds(evidence: Evidence): number {
  const needed = LEAK_KINDS.map((kind) => {
    const limit = kind.limit(evidence, 0)?.value ?? UNKNOWN_BOX_MIB;
    return ((kind.settling / limit) * HORIZON_SECONDS) / JUDGED_SHARE;
  });
  return Math.ceil(Math.max(...needed));
}

/** Between two collections every heap grows. Where the service does not count them they are taken to be frequent. */
function isCollected({ samples }: Evidence, { fromMs, toMs }: Span): boolean {
  const within = samples.filter(({ t }) => t >= fromMs && t < toMs);
  return (growth(within, 'runtime_gc_total') ?? MIN_COLLECTIONS) >= MIN_COLLECTIONS;
}

interface Judged {
  kind: LeakKind;
  finding: Found;
  /** Until its limit ends the service: what does so first stands first, and memory is also held by all the others. */
  secondsLeft: number;
}

function judgeKind(kind: LeakKind, evidence: Evidence, span: LeakSpan): Judged[] {
  const growths = kind.series.flatMap((each) => growthOf(each, evidence, span) ?? []);
  const leaks = growths.filter(
    (growth) => isLeak(growth, kind.settling) && growth.trend.end > ofTheLoad(kind, growth, evidence),
  );
  const fastest = Math.max(...leaks.map(({ perSecond }) => perSecond));
  const leak = leaks.find(({ perSecond }) => perSecond >= MIN_SHARE_OF_FASTEST * fastest);
  if (leak !== undefined) {
    const isOutside = isOutsideHeap(leak, growths);
    const { sees: _, ...unseen } = kind;
    const outside = { ...unseen, advice: OUTSIDE_ADVICE };
    const named = { ...leak, says: 'memory outside the heap' };
    return [leakJudged(isOutside ? named : leak, isOutside ? outside : kind, evidence, span)];
  }
  // a short run without growth proves nothing: not-tested.ts says so
  const steady = growths[0];
  if (steady === undefined || steadySeconds(evidence) < leakNeedsSeconds(evidence)) return [];
  const message = noLeakMessage(steady, kind.unit);
  const finding: Found = { ...baseOf(steady, kind), status: 'healthy', message };
  return [{ kind, finding, secondsLeft: Number.POSITIVE_INFINITY }];
}

/** What the runtime or the system holds grows, and the heap in it does not. */
function isOutsideHeap({ metric, perSecond }: Growth, growths: Growth[]): boolean {
  const heap = growths.find((growth) => growth.metric === 'runtime_heap_mb');
  return heap !== undefined && heap.metric !== metric && heap.perSecond < LEVEL_SHARE * perSecond;
}

function growthOf(
  [name, says, factor]: LeakKind['series'][number],
  { samples }: Evidence,
  span: LeakSpan,
): Growth | undefined {
  const shown = name === 'held' ? heldMemory(samples) : { metric: name, says, points: series(samples, name) };
  if (shown === undefined) return undefined;
  const shortest = span.errorsSeconds === undefined ? undefined : SHORTEST_WINDOW_BEFORE_ERRORS;
  const windows = windowsOf(shown.points, span, (values) => Math.min(...values) * factor, shortest);
  if (windows === undefined) return undefined;
  const { values, windowSeconds } = windows;
  const trend = trendOf(values);
  return {
    metric: shown.metric,
    says: shown.says,
    trend,
    perSecond: trend.slope / windowSeconds,
    first: (shown.points[0]?.value ?? 0) * factor,
    seconds: values.length * windowSeconds,
  };
}

function isLeak({ trend }: Growth, settling: number): boolean {
  const allowed = isStraight(trend) ? STRAIGHT_SETTLING_SHARE * settling : settling;
  return isLastingRise(trend) && trend.growth > Math.max(allowed, MIN_SHARE_OF_LEVEL * trend.start);
}

/**
 * Users of a service that is slow to take their connections come one after the other: as many as there are is no leak. Who gives
 * up waiting comes again over another connection, and the service holds the one before as long as it works for it.
 */
function ofTheLoad({ perUser }: LeakKind, { first }: Growth, { timeline, summary }: Evidence): number {
  if (perUser === undefined) return 0;
  const users = Math.max(0, ...timeline.map(({ values }) => values.vus?.value ?? 0));
  return first + perUser * (users + countOf(summary, `${K6_METRIC.errorPrefix}timeout`));
}

function isStraight({ tau, slope, lateSlope }: Growth['trend']): boolean {
  return tau >= STRAIGHT_TAU && lateSlope >= STRAIGHT_LATE_SHARE * slope;
}

function leakJudged(leak: Growth, kind: LeakKind, evidence: Evidence, span: LeakSpan): Judged {
  const { errorsSeconds } = span;
  const limit = kind.limit(evidence, leak.trend.end);
  const secondsLeft =
    limit === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(0, limit.value - leak.trend.end) / leak.perSecond;
  const outlook = limit === undefined ? undefined : { says: limit.says, seconds: secondsLeft };
  const requests = requestsPerSecond(evidence, span);
  const perRequest = requests === undefined ? undefined : leak.perSecond / requests;
  const finding: Found = {
    ...baseOf(leak, kind),
    ...(perRequest === undefined ? {} : { growthPerRequest: Number(perRequest.toPrecision(4)) }),
    ...(errorsSeconds === undefined ? {} : { atSeconds: errorsSeconds, ...saidInLog(evidence) }),
    status: errorsSeconds !== undefined || secondsLeft < HORIZON_SECONDS ? 'critical' : 'warning',
    message: leakMessage(
      leak,
      kind.unit,
      perRequest,
      errorsSeconds === undefined ? outlook : reachedText(leak, errorsSeconds, limit),
    ),
    advice: kind.advice,
    ...(kind.sees === undefined ? {} : { sees: kind.sees }),
    evidence: kind.evidence,
  };
  return { kind, finding, secondsLeft };
}

function baseOf({ metric, perSecond }: Growth, { unit, evidence }: LeakKind) {
  return {
    detector: 'leak' as const,
    metric,
    value: Number(perSecond.toPrecision(4)),
    unit: `${unit}/s`,
    evidence,
  };
}

/** Undefined when k6 left no timeline. */
function requestsPerSecond({ timeline }: Evidence, { fromMs, toMs }: Span): number | undefined {
  const within = timeline.filter(({ t }) => t >= fromMs && t <= toMs);
  const seconds = ((within.at(-1)?.t ?? 0) - (within[0]?.t ?? 0)) / 1000;
  // the first period only tells where the count begins
  const count = within.slice(1).reduce((sum, { values }) => sum + (values.http_reqs?.count ?? 0), 0);
  return count > 0 && seconds > 0 ? count / seconds : undefined;
}
