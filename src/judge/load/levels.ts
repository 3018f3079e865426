/** What each held level of a load showed: what ladder, recovery and report are made of. */
import { type ErrorKind, K6_METRIC, type Sample } from '../../contract/contract.ts';
import { heldMemory } from '../../store/held-memory.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import { type Evidence, errorCounts, growth, highest, series, spanSeconds, statOf } from '../evidence.ts';
import { allowedCpus } from '../resources/allowed-cpus.ts';
import { type GeneratorLoad, generatorLoadIn } from '../resources/generator.ts';
import { serviceHadCpu } from '../resources/machine-cpu.ts';
import { busyCpus } from '../resources/pressure.ts';
import { median } from '../statistics/median.ts';
import { loadBeganMs, playedSeconds } from './load-clock.ts';
import { failuresIn, type Period, periodsOf } from './periods.ts';

export interface Level {
  /** Index of the leg. */
  leg: number;
  phase: ScenarioPlan['legs'][number]['phase'];
  /** VUs, or arrivals a second. */
  level: number;
  /** When the load began to move here, seconds from the begin of the load. */
  approachedSeconds: number;
  /** When the level was held, likewise. */
  fromSeconds: number;
  toSeconds: number;
  /** Operations that succeeded, a second, once the level had settled; undefined when too few seconds were seen. */
  throughput: number | undefined;
  /** Its standard error. */
  throughputError: number | undefined;
  /** The same by the service's own count of requests; undefined when it does not count. */
  counted: number | undefined;
  /** The most operations a second that succeeded in one period of it, on the way to it included; undefined when none was seen. */
  bestSecond: number | undefined;
  /** Operations that an iteration has, as far as both ended here. */
  operationsPerIteration: number | undefined;
  /** Latency of the operations that were sent here. */
  meanMs: number | undefined;
  medianMs: number | undefined;
  p95Ms: number | undefined;
  /** Share that failed of the operations that were sent here; undefined when none of them ended. */
  errorRate: number | undefined;
  /** The most frequent error while the load moved here and was held. */
  errorKind: ErrorKind | undefined;
  /** Mean number of operations in flight, by Little's law (1961): throughput × mean latency. */
  inFlight: number | undefined;
  /** The same as the service says of itself: the median of its readings. */
  ownInFlight: number | undefined;
  /** Of the box's CPUs, the share in use. */
  cpuShare: number | undefined;
  /** The most that it held. */
  memoryBytes: number | undefined;
  generator: GeneratorLoad | undefined;
  /** Whether it had the CPU of its box, as far as others left it. */
  serviceHadCpu: 'yes' | 'no' | 'unknown';
}

/** Queues fill or drain in the first part of a hold, and the last VUs only just began. */
const SETTLING_SHARE = 0.25;
/** A level held for less shows at most one settled second. */
export const LEVEL_NEEDS_SECONDS = 3;
/** Without a second there is no telling how much the first was worth. */
const MIN_PERIODS = 2;
/**
 * The median is deaf to a second that stalled, or that k6 counted for the next. Of counts as small as this it is too coarse: its
 * step of a half would be more than 2 %.
 */
const COARSE_A_SECOND = 25;

/** The levels that the load came to, in their order. Without a begin of the load there are none. */
export function levelsOf(evidence: Evidence): Level[] {
  if (loadBeganMs(evidence) === undefined) return [];
  const periods = periodsOf(evidence);
  const played = playedSeconds(evidence);
  let at = 0;
  let approachedSeconds = 0;
  return evidence.scenario.legs.flatMap(({ phase, move, level, seconds }, leg) => {
    const fromSeconds = at;
    at += seconds;
    if (move !== 'hold') return [];
    const place = { leg, phase, level, approachedSeconds, fromSeconds, toSeconds: at };
    approachedSeconds = at;
    return place.approachedSeconds >= played ? [] : [measured(place, evidence, periods)];
  });
}

type Place = Pick<Level, 'leg' | 'phase' | 'level' | 'approachedSeconds' | 'fromSeconds' | 'toSeconds'>;

function measured(place: Place, evidence: Evidence, periods: Period[]): Level {
  const { summary } = evidence;
  const settledSeconds = place.fromSeconds + SETTLING_SHARE * (place.toSeconds - place.fromSeconds);
  const within =
    (from: number) =>
    ({ toSeconds }: { toSeconds: number }) =>
      toSeconds > from && toSeconds <= place.toSeconds;
  const latency = (stat: string) => latencyOf(place.leg, stat, evidence);
  const settled = periods.filter(within(settledSeconds));
  const rate = throughputOf(settled);
  const meanMs = latency('avg');
  return {
    ...place,
    throughput: rate?.throughput,
    throughputError: rate?.standardError,
    bestSecond: bestSecond(periods.filter(within(place.approachedSeconds))),
    operationsPerIteration: operationsPerIteration(settled),
    meanMs,
    medianMs: latency('med'),
    p95Ms: latency('p(95)'),
    errorRate: statOf(summary, `${K6_METRIC.opFailed}{leg:${place.leg}}`, 'rate'),
    errorKind: mostFrequent(periods.filter(within(place.approachedSeconds)), evidence),
    inFlight: rate === undefined || meanMs === undefined ? undefined : (rate.throughput * meanMs) / 1000,
    ...resourcesOf(evidence, settledSeconds, place.toSeconds),
  };
}

/** In the open model the response time, with the wait for a connection. */
function latencyOf(leg: number, stat: string, { summary }: Evidence): number | undefined {
  const of = (metric: string) => statOf(summary, `${metric}{leg:${leg}}`, stat);
  return of(K6_METRIC.opResponse) ?? of(K6_METRIC.opDuration);
}

function throughputOf(periods: Period[]): { throughput: number; standardError: number } | undefined {
  if (periods.length < MIN_PERIODS) return undefined;
  const seconds = periods.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0);
  const rates = periods.map(rateOf);
  const mean = periods.reduce((sum, period) => sum + period.ended - failuresIn(period), 0) / seconds;
  const middle = median(rates);
  const throughput = middle < COARSE_A_SECOND ? mean : middle;
  const squares = rates.reduce((sum, rate) => sum + (rate - throughput) ** 2, 0);
  const seen = Math.sqrt(squares / (rates.length - 1) / rates.length);
  // A few seconds may agree by chance: a count is not surer than that of independent events (Poisson).
  return { throughput, standardError: Math.max(seen, Math.sqrt(throughput / seconds)) };
}

function bestSecond(periods: Period[]): number | undefined {
  return periods.length === 0 ? undefined : Math.max(...periods.map(rateOf));
}

/** Operations that succeeded, a second. */
function rateOf(period: Period): number {
  return (period.ended - failuresIn(period)) / (period.toSeconds - period.fromSeconds);
}

function operationsPerIteration(periods: Period[]): number | undefined {
  const iterations = periods.reduce((sum, period) => sum + period.iterations, 0);
  return iterations === 0 ? undefined : periods.reduce((sum, { ended }) => sum + ended, 0) / iterations;
}

/** A request that times out ends long after its level did: without an error of its own a level has the load's. */
function mostFrequent(periods: Period[], { summary }: Evidence): ErrorKind | undefined {
  const counts = new Map<string, number>();
  for (const { failed } of periods)
    for (const [kind, count] of Object.entries(failed)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return (most?.[0] as ErrorKind | undefined) ?? errorCounts(summary)[0]?.kind;
}

function resourcesOf(
  evidence: Evidence,
  fromSeconds: number,
  toSeconds: number,
): Pick<Level, 'counted' | 'ownInFlight' | 'cpuShare' | 'memoryBytes' | 'generator' | 'serviceHadCpu'> {
  const samples = samplesBetween(evidence, fromSeconds, toSeconds);
  const then = { ...evidence, samples };
  const busy = busyCpus(then);
  const cpus = allowedCpus(then);
  const own = series(samples, 'requests_in_flight').map(({ value }) => value);
  const requests = growth(samples, 'requests_total');
  const countedSeconds = spanSeconds(series(samples, 'requests_total'));
  return {
    counted: requests === undefined || countedSeconds <= 0 ? undefined : requests / countedSeconds,
    ownInFlight: own.length === 0 ? undefined : median(own),
    cpuShare: busy === undefined || cpus === undefined ? undefined : busy / cpus,
    memoryBytes: highest(heldMemory(samples)?.points ?? []),
    generator: generatorLoadIn(samples, evidence.run.machine.cores),
    serviceHadCpu: serviceHadCpu(evidence, samples),
  };
}

/** The readings between two moments of the load. */
export function samplesBetween(evidence: Evidence, fromSeconds: number, toSeconds: number): Sample[] {
  const beganMs = loadBeganMs(evidence) ?? 0;
  return evidence.samples.filter(
    ({ t }) => t >= beganMs + fromSeconds * 1000 && t <= beganMs + toSeconds * 1000,
  );
}
