/**
 * Moments in which the service answered nobody, and went on as before: an event loop that computes, a lock, a disk that is
 * waited for. What tells them from single slow requests and from a noisy machine:
 *
 *   - they come again, to a length that was reached several times, far above what is usual;
 *   - they hit all who ask meanwhile: so many are late as would come in such a time, and not a slow few;
 *   - the seconds between them are calm, or they are all of one length and kept the probes waiting too, which are no part
 *     of the load; both, where they came in seconds in which the machine was full and k6 or the service waited for it,
 *     unless each lasted for a second at least in which nothing ended at all, and all of them equally long.
 */
import { K6_METRIC, type Sample } from '../contract/contract.ts';
import type { Snapshot } from '../store/timeline.ts';
import { type Evidence, spanSeconds } from './evidence.ts';
import { grower } from './grower.ts';
import { latenessShare } from './quantiles.ts';
import { type Span, settledSpan } from './steady.ts';

export interface Stalls {
  /** Length that the longer ones reach, ms. */
  ms: number;
  /** Periods of the timeline that showed one. */
  count: number;
  /** Of how long a time, seconds. */
  ofSeconds: number;
  /** Of that time, the share in which nobody was answered. */
  share: number;
}

/** Once is an accident, and twice may be. */
const FEWEST = 3;
/** Upper over lower quartile of the lengths of stalls that have one reason, and how many that takes. */
const MAX_SPREAD = 1.25;
const MIN_TO_COMPARE = 5;
/** Longest over shortest of a few long ones. */
const MAX_SILENCE_SPREAD = 1.1;
/** Shorter ones are counted as others of the same kind down to this share of the length. */
const MIN_SHARE_OF_LENGTH = 0.5;
/** Seconds of k6 are not quite as long as ours. */
const MIN_APART_SHARE = 0.8;
/** One that is longer still may have had another reason. */
const MAX_TIMES_LENGTH = 2;
/** Above this share of all cores in use, whoever wakes up has to wait for one more often than not. */
const FULL = 0.75;
/** Who waited less than this share of a stall for a CPU was not stopped by want of one. */
const MIN_WAIT_SHARE = 0.25;
/** A stall is no slow answer but another thing: so many times what is usual, and the slowest of a calm second. */
const MIN_TIMES_USUAL = 20;
const MIN_TIMES_CALM = 4;
const MIN_CALM_SHARE = 0.25;
/** Seconds that are neither calm nor stalled, for each that is stalled: a neighbour makes itself felt to real ones too. */
const MAX_BETWEEN = 0.5;
/** Who comes in the first two thirds of a stall waits at least a third of it. */
const LATE_SHARE_OF_LENGTH = 1 / 3;
/** Of the late answers so many at most may have waited for nearly all of it: the last tenth, or half a pause. */
const MAX_ALIKE = 0.8;
const END_SHARE = 0.1;
/** Of those who would come meanwhile so many must be late; k6 tells percentiles, which is coarse. */
const MIN_SHARE_OF_EXPECTED = 0.5;
/** Probes that met one, of those that should have; one alone may be chance. */
const MIN_PROBES = 2;
const MIN_SHARE_OF_PROBES = 0.25;

interface Second {
  fromMs: number;
  toMs: number;
  maxMs: number;
  medianMs: number;
  seconds: number;
  /** Asked of few: to tell takes longer than all the rest. */
  isWidespread(): boolean;
  /** In the whole second before it nothing ended, though there were users. */
  isAfterSilence: boolean;
  /** The machine was full then, and k6 or the service waited long enough for it to look stalled. */
  isCrowded: boolean;
}

/**
 * Undefined when the steady phase showed none. First among the seconds in which the machine had CPU for all; where too few
 * of them stalled, among all.
 */
export function stallsOf(evidence: Evidence): Stalls | undefined {
  const span = settledSpan(evidence);
  if (span === undefined) return undefined;
  const all = secondsIn(span, evidence);
  const free = all.filter(({ isCrowded }) => !isCrowded);
  const proven = foundIn(free, evidence, false);
  return proven ?? (free.length < all.length ? foundIn(all, evidence, true) : undefined);
}

function foundIn(all: Second[], evidence: Evidence, needsBoth: boolean): Stalls | undefined {
  const leastMs = MIN_TIMES_USUAL * lowerQuartile(all.map(({ medianMs }) => medianMs));
  const candidates = all.filter(({ maxMs }) => maxMs >= leastMs).sort((a, b) => b.maxMs - a.maxMs);
  const ms = candidates.filter((second) => second.isWidespread())[FEWEST - 1]?.maxMs;
  if (ms === undefined) return undefined;
  const stalls = separate(all.filter(({ maxMs }) => maxMs >= MIN_SHARE_OF_LENGTH * ms));
  const ofSeconds = all.reduce((sum, { seconds }) => sum + seconds, 0);
  const lost = stalls.reduce((sum, { maxMs }) => sum + Math.min(maxMs, MAX_TIMES_LENGTH * ms) / 1000, 0);
  const found = { ms, count: stalls.length, ofSeconds, share: Math.min(1, lost / ofSeconds) };
  return isProven(found, all, evidence, needsBoth) ? found : undefined;
}

/** What ends sooner after another than it lasted is the rest of it. */
function separate(stalls: Second[]): Second[] {
  let endMs = Number.NEGATIVE_INFINITY;
  return stalls.filter(({ toMs, maxMs }) => {
    const isRest = toMs - endMs < MIN_APART_SHARE * maxMs;
    if (!isRest) endMs = toMs;
    return !isRest;
  });
}

/**
 * Calm seconds in between are enough where the machine is not to blame; where there are none, or it may be, the probes must
 * have met them, and they must be of one length, which a scheduler's are not.
 */
function isProven(found: Stalls, all: Second[], { samples }: Evidence, needsBoth: boolean): boolean {
  const slowestMs = all.map(({ maxMs }) => maxMs);
  const isBetweenCalm = areApart(slowestMs, found);
  if (isBetweenCalm && areSilences(all, found)) return true;
  const isConfirmed = isMetByProbes(found, all, samples) && areOfOneLength(slowestMs, found);
  return needsBoth ? isBetweenCalm && isConfirmed : isBetweenCalm || isConfirmed;
}

/** Noise has all lengths; what stops the service has its own, and besides there are seconds without. */
function areApart(slowestMs: number[], { ms, count }: Stalls): boolean {
  const calm = slowestMs.filter((each) => each * MIN_TIMES_CALM < ms).length;
  const stalled = slowestMs.filter((each) => each >= MIN_SHARE_OF_LENGTH * ms).length;
  return (
    calm >= MIN_CALM_SHARE * slowestMs.length && slowestMs.length - calm - stalled <= MAX_BETWEEN * count
  );
}

/** A generator that is kept from a CPU is behind with some, for as long as it happens; who lets all wait for a second, and always as long, does it himself. */
function areSilences(all: Second[], { ms }: Stalls): boolean {
  const lengths = all
    .filter(({ maxMs, isAfterSilence }) => isAfterSilence && maxMs >= MIN_SHARE_OF_LENGTH * ms)
    .map(({ maxMs }) => maxMs);
  return lengths.length >= FEWEST && Math.max(...lengths) <= MAX_SILENCE_SPREAD * Math.min(...lengths);
}

function areOfOneLength(slowestMs: number[], { ms, count }: Stalls): boolean {
  const stalls = slowestMs.filter((each) => each >= MIN_SHARE_OF_LENGTH * ms);
  const upper = -lowerQuartile(stalls.map((each) => -each));
  return count >= MIN_TO_COMPARE && upper <= MAX_SPREAD * lowerQuartile(stalls);
}

function secondsIn({ fromMs, toMs }: Span, evidence: Evidence): Second[] {
  const { timeline, scenario } = evidence;
  const isCrowded = crowdedSeconds(evidence);
  return timeline.flatMap((snapshot, index) => {
    const before = timeline[index - 1];
    const duration = snapshot.values[K6_METRIC.opDuration];
    if (before === undefined || before.t < fromMs || snapshot.t > toMs || duration === undefined) return [];
    const seconds = spanSeconds([before, snapshot].map(({ t }) => ({ t, value: 0 })));
    const { max: maxMs = 0, med: medianMs = 0 } = duration;
    const isWidespread = () =>
      isForAll(snapshot, duration, seconds, scenario.model === 'open') &&
      isSpread(duration, scenario.thinkSeconds);
    const times = { fromMs: before.t, toMs: snapshot.t };
    const isAfterSilence =
      before.values[K6_METRIC.opDuration]?.max === undefined && (before.values.vus?.value ?? 0) > 0;
    const isOurs = isCrowded(times, maxMs);
    // What is spread comes last: before other fields it takes Node 20 a hundred times as long, and a soak has 28,800 seconds.
    return [{ maxMs, medianMs, seconds, isWidespread, isAfterSilence, isCrowded: isOurs, ...times }];
  });
}

/** As many are late as would begin an iteration in so long a time, or as there are VUs to do it. */
function isForAll(
  { values }: Snapshot,
  duration: Record<string, number>,
  seconds: number,
  isOpen: boolean,
): boolean {
  const { max = 0 } = duration;
  const late = latenessShare(duration, LATE_SHARE_OF_LENGTH * max) * (values.http_reqs?.count ?? 0);
  const begun = ((values.iterations?.count ?? 0) / seconds) * (max / 1000);
  const expected = isOpen ? begun : Math.min(begun, values.vus?.value ?? begun);
  return late > 1 && late >= MIN_SHARE_OF_EXPECTED * expected;
}

/**
 * Who comes in the middle of a stall waits for the rest of it, so that the waits differ by as much as users pause. Those of an
 * operation that always takes so long are alike, though its users may have fallen into step.
 */
function isSpread(duration: Record<string, number>, thinkSeconds: number): boolean {
  if (thinkSeconds === 0) return true;
  const { max = 0 } = duration;
  const end = Math.min(END_SHARE * max, (thinkSeconds * 1000) / 2);
  return (
    latenessShare(duration, max - end) <= MAX_ALIKE * latenessShare(duration, LATE_SHARE_OF_LENGTH * max)
  );
}

/**
 * Against the machine as it was in that very second, by the readings around it: a neighbour that works now and then is
 * nothing in the mean of a phase. Unknown counts as not crowded: then the calm seconds between have to tell.
 */
function crowdedSeconds({
  samples,
  run,
}: Evidence): (second: Pick<Second, 'fromMs' | 'toMs'>, stallMs: number) => boolean {
  const busy = grower(samples, 'host_cpu_busy_seconds_total');
  const waits = [
    grower(samples, 'k6_cpu_wait_seconds_total'),
    grower(samples, 'process_cpu_wait_seconds_total'),
  ];
  return ({ fromMs, toMs }, stallMs) => {
    const cores = ((busy(fromMs, toMs) ?? 0) * 1000) / (toMs - fromMs);
    if (cores <= FULL * run.machine.cores) return false;
    const least = (MIN_WAIT_SHARE * stallMs) / 1000;
    return waits.some((waited) => (waited(fromMs, toMs) ?? Number.POSITIVE_INFINITY) >= least);
  };
}

function isMetByProbes({ ms, share }: Stalls, all: Second[], samples: Sample[]): boolean {
  const asked = within(all, samples);
  if (!asked.some(({ values }) => values.probe_seconds !== undefined)) return false;
  const late = asked.filter(
    ({ values }) => (values.probe_seconds ?? Number.POSITIVE_INFINITY) * 1000 >= LATE_SHARE_OF_LENGTH * ms,
  ).length;
  const expected = (1 - LATE_SHARE_OF_LENGTH) * share * asked.length;
  return late >= MIN_PROBES && late >= MIN_SHARE_OF_PROBES * expected;
}

/** Readings and seconds both come in order of time. */
function within(all: Second[], samples: Sample[]): Sample[] {
  let at = 0;
  return samples.filter(({ t }) => {
    for (let second = all[at]; second !== undefined && second.toMs <= t; second = all[at]) at++;
    return t >= (all[at]?.fromMs ?? Number.POSITIVE_INFINITY);
  });
}

function lowerQuartile(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.POSITIVE_INFINITY;
}
