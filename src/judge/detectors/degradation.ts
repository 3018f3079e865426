/**
 * Latency that creeps up while the load stays the same. Slowness that does not change is the limits' business.
 * Method: the median of the per-second readings of each window of the steady phase, so that one bad second does not
 * count; then the trend as in leak.ts.
 */

import { K6_METRIC } from '../../contract/contract.ts';
import type { Finding } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { msText } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import type { Evidence, Point } from '../evidence.ts';
import { JUDGED_SHARE, settledSpan, steadySeconds, steadySpan, windowsOf } from '../load/steady.ts';
import { generatorLoadIn, mayHaveDelayed } from '../resources/generator.ts';
import { pressureOf } from '../resources/pressure.ts';
import { median } from '../statistics/median.ts';
import { isLastingRise, type Trend, trendOf } from '../statistics/trend.ts';

/** Every second user notices; less than that a busy neighbour on the machine does too. */
const MIN_RATIO = 1.5;
/** What doubles while one looks on, has no level that anybody could plan with. A single operation must do so: there are many to look at. */
const CRITICAL_RATIO = 2;
const ALL = { metric: K6_METRIC.opDuration, leastRatio: MIN_RATIO, name: 'all operations' };
/**
 * In so short a phase one busy neighbour on the machine looks like a trend, unless the order is nearly perfect. In
 * simulated noise of which each second keeps 80 %, the first finds a creep in 4 of 100 phases of 28 s, the second in 0.3.
 */
const SHORT_WINDOWS = 30;
const MIN_TAU_WHEN_SHORT = 0.9;
/** One slice of the kernel's CPU bandwidth control is 5 ms (Documentation/scheduler/sched-bwc.rst): less may be its doing. */
const MIN_GROWTH_MS = 5;
/** A creep that doubles the latency within this time must show in a run that counts as tested. */
const DOUBLING_SECONDS = 3600;
/** What k6 waits for a CPU, of the time it could run, varies by as much from one third of a phase to another. */
const MAX_MORE_WAITING = 0.1;
/** Share of the answers that are slower than it: all of them must have become later for it to rise. */
const SHARE_ABOVE: Record<string, number> = { med: 0.5, 'p(95)': 0.05 };
const OPERATION = new RegExp(`^${K6_METRIC.opDuration}\\{op:(\\w+)\\}$`);
const STATISTICS: Record<string, string> = { med: 'the median', 'p(95)': 'the 95th percentile of the' };

interface Operations {
  /** Of its durations in the timeline. */
  metric: string;
  name: string;
  /** Of the end to the start, from which on they creep. */
  leastRatio: number;
}

interface Creep extends Trend, Operations {
  statistic: string;
  /** Number of windows it was found in. */
  windows: number;
}

export function judgeDegradation(evidence: Evidence): Found[] {
  const trends = trendsOf(ALL, evidence);
  const creeping = trends.find(isCreeping) ?? steepestCreep(evidence);
  if (creeping !== undefined) return [creepFinding(creeping, evidence)];
  const steady = trends[0];
  // a short run without growth proves nothing: not-tested.ts says so
  if (steady === undefined || steadySeconds(evidence) < degradationNeedsSeconds()) return [];
  return [steadyFinding(steady)];
}

/** What a few slow uploads do is lost among the many quick reads of all operations. */
function steepestCreep(evidence: Evidence): Creep | undefined {
  return operationsIn(evidence)
    .flatMap((operations) => trendsOf(operations, evidence))
    .filter(isCreeping)
    .sort((a, b) => b.growth - a.growth)[0];
}

function operationsIn({ timeline }: Evidence): Operations[] {
  const metrics = new Set<string>();
  for (const { values } of timeline) for (const metric in values) metrics.add(metric);
  return [...metrics].flatMap((metric) => {
    const name = OPERATION.exec(metric)?.[1];
    return name === undefined ? [] : [{ metric, name, leastRatio: CRITICAL_RATIO }];
  });
}

/** Length of the steady phase, seconds, in which a creep that doubles the latency in DOUBLING_SECONDS shows. */
export function degradationNeedsSeconds(): number {
  return Math.ceil(((MIN_RATIO - 1) * DOUBLING_SECONDS) / JUDGED_SHARE);
}

function trendsOf(operations: Operations, evidence: Evidence): Creep[] {
  const span = settledSpan(evidence);
  if (span === undefined) return [];
  return Object.keys(STATISTICS).flatMap((statistic) => {
    const windows = windowsOf(readings(operations.metric, statistic, evidence), span, median);
    return windows === undefined
      ? []
      : [{ ...operations, ...trendOf(windows.values), statistic, windows: windows.values.length }];
  });
}

function readings(metric: string, statistic: string, { timeline }: Evidence): Point[] {
  return timeline.flatMap(({ t, values }) => {
    const value = values[metric]?.[statistic];
    return value === undefined ? [] : [{ t, value }];
  });
}

function isCreeping(trend: Creep): boolean {
  const isOrderly = trend.windows >= SHORT_WINDOWS || trend.tau >= MIN_TAU_WHEN_SHORT;
  const isLarge = trend.growth >= MIN_GROWTH_MS && ratioOf(trend) >= trend.leastRatio;
  return isLastingRise(trend) && isOrderly && isLarge;
}

/** A line that grows out of nothing has grown beyond measure. */
function ratioOf({ start, end }: Trend): number {
  return start > 0 ? end / start : Number.POSITIVE_INFINITY;
}

function creepFinding(trend: Creep, evidence: Evidence): Found {
  const { statistic, name } = trend;
  return {
    ...baseOf(trend),
    status: ratioOf(trend) >= CRITICAL_RATIO ? 'critical' : 'warning',
    message: `${STATISTICS[statistic]} latency of ${name} creeps from ${startText(trend)} to ${msText(trend.end)} under the same load, and still grows at the end`,
    ...adviceOf`look for work that grows over time, such as a linear search through a growing list, and for a leak; compare ${FILES.cpuProfile} with that of a short run`,
    ...pressureCause(evidence),
    restsOnTiming:
      generatorGotWorse(evidence) && mayHaveDelayed(SHARE_ABOVE[statistic] ?? 0, trend.growth, evidence),
  };
}

/** A generator that was as short of CPU at first as at last cannot explain what changed in between. */
function generatorGotWorse(evidence: Evidence): boolean {
  const { fromMs, toMs } = steadySpan(evidence) ?? { fromMs: 0, toMs: 0 };
  const third = (toMs - fromMs) / 3;
  const first = waitShareIn(fromMs, fromMs + third, evidence);
  const last = waitShareIn(toMs - third, toMs, evidence);
  return first === undefined || last === undefined || last > first + MAX_MORE_WAITING;
}

/** Undefined when it was not measured. */
function waitShareIn(fromMs: number, toMs: number, { samples, run }: Evidence): number | undefined {
  const within = samples.filter(({ t }) => t >= fromMs && t <= toMs);
  return generatorLoadIn(within, run.machine.cores)?.waitShare;
}

function steadyFinding(trend: Creep): Finding {
  return {
    ...baseOf(trend),
    status: 'healthy',
    message: `${STATISTICS[trend.statistic]} latency of ${trend.name} does not creep: ${startText(trend)} at the start, ${msText(trend.end)} at the end`,
  };
}

function baseOf({ metric, statistic, end }: Creep) {
  return {
    detector: 'degradation' as const,
    metric: `${metric} ${statistic}`,
    value: Number(end.toPrecision(4)),
    unit: 'ms',
    evidence: [FILES.timeline],
  };
}

/** The line may begin below zero when it bends. */
function startText({ start }: Trend): string {
  return msText(Math.max(0, start));
}

function pressureCause(evidence: Evidence): Pick<Finding, 'cause'> {
  const { cause } = pressureOf(evidence);
  return cause === undefined ? {} : { cause };
}
