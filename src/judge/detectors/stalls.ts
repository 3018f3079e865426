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
import type { Sample } from '../../contract/contract.ts';
import type { Evidence } from '../evidence.ts';
import { settledSpan } from '../load/steady.ts';
import { LATE_SHARE_OF_LENGTH, type Second, secondsIn } from './stall-seconds.ts';

export interface Stalls {
  /** Length that the longer ones reach, ms. */
  ms: number;
  /** Periods of the timeline that showed one. */
  count: number;
  /** Of how long a time, seconds, with what of it was not judged. */
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
/** A stall is no slow answer but another thing: so many times what is usual, and the slowest of a calm second. */
const MIN_TIMES_USUAL = 20;
const MIN_TIMES_CALM = 4;
const MIN_CALM_SHARE = 0.25;
/** From a second on it is one where answers usually take some hundred milliseconds too. */
const LONG_MS = 1000;
const MIN_TIMES_LONG = 5;
/** Two are enough that were as long and silent, and kept waiting the probes of another program too. */
const FEWEST_TWINS = 2;
const MAX_TWINS_SPREAD = 1.05;
/** Seconds that are neither calm nor stalled, for each that is stalled: a neighbour makes itself felt to real ones too. */
const MAX_BETWEEN = 0.5;
/** Probes that met one, of those that should have; one alone may be chance. */
const MIN_PROBES = 2;
const MIN_SHARE_OF_PROBES = 0.25;

/**
 * Undefined when the steady phase showed none. First among the seconds in which the machine had CPU for all; where too few
 * of them stalled, among all.
 */
export function stallsOf(evidence: Evidence): Stalls | undefined {
  const span = settledSpan(evidence);
  if (span === undefined) return undefined;
  const all = secondsIn(span, evidence);
  const free = all.filter(({ isCrowded }) => !isCrowded);
  // With those in which nothing ended, and those that say nothing: stalls must not look more frequent for their want.
  const ofSeconds = ((all.at(-1)?.toMs ?? 0) - (all[0]?.fromMs ?? 0)) / 1000;
  const proven = foundIn(free, ofSeconds, evidence, false);
  return proven ?? (free.length < all.length ? foundIn(all, ofSeconds, evidence, true) : undefined);
}

function foundIn(
  all: Second[],
  ofSeconds: number,
  evidence: Evidence,
  needsBoth: boolean,
): Stalls | undefined {
  const usualMs = lowerQuartile(all.map(({ medianMs }) => medianMs));
  const leastMs = Math.min(MIN_TIMES_USUAL * usualMs, Math.max(LONG_MS, MIN_TIMES_LONG * usualMs));
  const candidates = all.filter(({ maxMs }) => maxMs >= leastMs).sort((a, b) => b.maxMs - a.maxMs);
  const widespread = candidates.filter((second) => second.isWidespread());
  const found = stallsOfLength(widespread[FEWEST - 1]?.maxMs, all, ofSeconds);
  if (found !== undefined && isProven(found, all, evidence, needsBoth)) return found;
  const twins = stallsOfLength(twinsMs(widespread), all, ofSeconds);
  return twins !== undefined && !needsBoth && areTwinsProven(twins, all, evidence) ? twins : undefined;
}

/** Undefined unless the two longest, and no more, were silent and as long. */
function twinsMs(longestFirst: Second[]): number | undefined {
  const [longest, other, next] = longestFirst;
  if (longest === undefined || other === undefined || other.maxMs < LONG_MS) return undefined;
  const areAlike = longest.maxMs <= MAX_TWINS_SPREAD * other.maxMs;
  const areAlone = (next?.maxMs ?? 0) < MIN_SHARE_OF_LENGTH * other.maxMs;
  return areAlike && areAlone && longest.isAfterSilence && other.isAfterSilence ? other.maxMs : undefined;
}

function areTwinsProven(twins: Stalls, all: Second[], { samples }: Evidence): boolean {
  const slowestMs = all.map(({ maxMs }) => maxMs);
  return twins.count === FEWEST_TWINS && areApart(slowestMs, twins) && isMetByProbes(twins, all, samples);
}

function stallsOfLength(ms: number | undefined, all: Second[], ofSeconds: number): Stalls | undefined {
  if (ms === undefined) return undefined;
  const stalls = separate(all.filter(({ maxMs }) => maxMs >= MIN_SHARE_OF_LENGTH * ms));
  const lost = stalls.reduce((sum, { maxMs }) => sum + Math.min(maxMs, MAX_TIMES_LENGTH * ms) / 1000, 0);
  return { ms, count: stalls.length, ofSeconds, share: Math.min(1, lost / ofSeconds) };
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

function isMetByProbes({ ms, share }: Stalls, all: Second[], samples: Sample[]): boolean {
  const asked = within(all, samples);
  if (!asked.some(({ values }) => values.probe_seconds !== undefined)) return false;
  const late = asked.filter(
    ({ values }) => (values.probe_seconds ?? Number.POSITIVE_INFINITY) * 1000 >= LATE_SHARE_OF_LENGTH * ms,
  ).length;
  const expected = (1 - LATE_SHARE_OF_LENGTH) * share * asked.length;
  return late >= MIN_PROBES && late >= MIN_SHARE_OF_PROBES * expected;
}

/** Readings and seconds both come in order of time. Those asked in a silence are of the second that ends it. */
function within(all: Second[], samples: Sample[]): Sample[] {
  let at = 0;
  return samples.filter(({ t }) => {
    for (let second = all[at]; second !== undefined && second.toMs <= t; second = all[at]) at++;
    const { fromMs = Number.POSITIVE_INFINITY, isAfterSilence = false, maxMs = 0 } = all[at] ?? {};
    return t >= (isAfterSilence ? Math.min(fromMs, (all[at]?.toMs ?? fromMs) - maxMs) : fromMs);
  });
}

function lowerQuartile(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.POSITIVE_INFINITY;
}
