/** How a load's recoveries went: each is held against the spike (or top level) before it and the base before the first. */

import { type Evidence, highest } from '../evidence.ts';
import { errorMark } from '../pass-mark.ts';
import { median } from '../statistics/median.ts';
import { type Level, levelsOf } from './levels.ts';
import { playedSeconds } from './load-clock.ts';
import { failuresIn, type Period, periodsOf } from './periods.ts';

/** What a part of the load showed. */
export interface Shown {
  /** Median of the p95 of each second; undefined when nothing succeeded. */
  p95Ms: number | undefined;
  /** Share of the operations that failed; undefined when none ended. */
  errorShare: number | undefined;
  /** Operations that succeeded, a second; undefined when k6 counted none at all. */
  rate: number | undefined;
  /** The most VUs that ran; undefined when k6 did not say. */
  vus: number | undefined;
  /** Length of the part, seconds. */
  seconds: number;
}

export interface Return {
  /** The level that all of them are held against. */
  lowest: Level;
  /** What came before the recovery. */
  spike: Level;
  recovery: Level;
  base: Shown;
  during: Shown;
  /** The last seconds of the recovery. */
  after: Shown;
  /** Whether these are near the base again. */
  back: boolean;
  /**
   * Whether far fewer operations succeed with as many users as before: who waits for requests that never end asks nothing, and
   * the few others are answered fast.
   */
  starved: boolean;
  /** Whether users of the spike are still at the turn that they had begun then: the load has not gone yet. */
  lingers: boolean;
  /** Seconds of the recovery until it was near the base, for some seconds on end; undefined when it never was. */
  backSeconds: number | undefined;
}

/** Below twice the base a spike has not slowed the service in earnest. */
export const SLOWED = 2;
/** Back means: no more than this share of the way from base to spike is left. */
const BACK_SHARE = 0.25;
/** With as many users as before a service that is back brings this share of what it brought … */
const BACK_RATE_SHARE = 0.7;
/** … less what chance takes: standard errors of a count (Poisson). */
const CHANCE_ERRORS = 3;
/** With more users than this, of those that the level has, those of the spike are still there. */
const MAX_USERS_LEFT = 1.2;
/** What is less over the base than this is noise of a quiet service. */
export const NOISE_MS = 5;
/** In fewer seconds not even a return can be seen. */
export const RECOVERY_NEEDS_SECONDS = 5;
/** The last seconds of the recovery decide. */
export const LAST_SECONDS = 5;
/** One good second may be luck. */
const BACK_ON_END = 3;

/** The recoveries that were played to their end and are long enough to show a return; none without a measured base. */
export function returnsOf(evidence: Evidence): Return[] {
  const levels = levelsOf(evidence);
  const periods = periodsOf(evidence);
  const mostErrors = errorMark(evidence.scenario).healthy;
  const played = playedSeconds(evidence);
  const shownIn = ({ fromSeconds, toSeconds }: Pick<Level, 'fromSeconds' | 'toSeconds'>) =>
    shownBy(periods.filter((period) => period.toSeconds > fromSeconds && period.toSeconds <= toSeconds));
  const [lowest] = levels;
  if (lowest === undefined) return [];
  const base = shownIn(lowest);
  if (base.p95Ms === undefined) return [];
  return levels.flatMap((recovery, index) => {
    const spike = levels[index - 1];
    const { fromSeconds, toSeconds } = recovery;
    if (recovery.phase !== 'recovery' || spike === undefined) return [];
    if (toSeconds > played || toSeconds - fromSeconds < RECOVERY_NEEDS_SECONDS) return [];
    const during = shownIn(spike);
    const isStarved = (now: Shown) =>
      recovery.level === lowest.level && !lingersIn(now, recovery) && isFar(now, base);
    const isBack = (now: Shown) => isNear(now, base, during, mostErrors) && !isStarved(now);
    const after = shownIn({ fromSeconds: Math.max(fromSeconds, toSeconds - LAST_SECONDS), toSeconds });
    const own = periods.filter((period) => period.toSeconds > fromSeconds && period.toSeconds <= toSeconds);
    const at = firstInARow(own.map((period) => isBack(shownBy([period]))));
    const backAt = at === -1 ? undefined : own[at]?.toSeconds;
    const backSeconds = backAt === undefined ? undefined : backAt - fromSeconds;
    const [back, starved] = [isBack(after), isStarved(after)];
    const lingers = lingersIn(after, recovery);
    return [{ lowest, spike, recovery, base, during, after, back, starved, lingers, backSeconds }];
  });
}

function shownBy(periods: Period[]): Shown {
  const p95s = periods.flatMap(({ p95Ms }) => p95Ms ?? []);
  const ended = periods.reduce((sum, period) => sum + period.ended, 0);
  const failed = periods.reduce((sum, period) => sum + failuresIn(period), 0);
  const seconds = periods.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0);
  return {
    p95Ms: p95s.length === 0 ? undefined : median(p95s),
    errorShare: ended === 0 ? undefined : failed / ended,
    rate: seconds <= 0 ? undefined : (ended - failed) / seconds,
    vus: highest(periods.flatMap(({ vus, toSeconds: t }) => (vus === undefined ? [] : [{ t, value: vus }]))),
    seconds,
  };
}

/** No absolute time counts: near is measured on the way from the base to the spike. */
function isNear({ p95Ms, errorShare = 0 }: Shown, base: Shown, during: Shown, mostErrors: number): boolean {
  const { p95Ms: baseMs } = base;
  if (p95Ms === undefined || baseMs === undefined) return false;
  if (errorShare > Math.max(mostErrors, SLOWED * (base.errorShare ?? 0))) return false;
  if (p95Ms <= baseMs + NOISE_MS) return true;
  // Without a success the spike says nothing of latency.
  const spikeMs = during.p95Ms ?? baseMs;
  return spikeMs <= SLOWED * baseMs
    ? p95Ms <= SLOWED * baseMs
    : p95Ms <= baseMs + BACK_SHARE * (spikeMs - baseMs);
}

/** Users that are taken away finish their turn first, which takes as long as the service takes. */
function lingersIn({ vus = 0 }: Shown, { level }: Level): boolean {
  return vus > MAX_USERS_LEFT * level;
}

/** Nothing is far from a base that brought nothing countable. */
function isFar({ rate = 0, seconds }: Shown, { rate: before = 0 }: Shown): boolean {
  if (before === 0 || seconds <= 0) return false;
  return rate < BACK_RATE_SHARE * before - CHANCE_ERRORS * Math.sqrt(before / seconds);
}

function firstInARow(good: boolean[]): number {
  return good.findIndex((_, index) => {
    const row = good.slice(index, index + BACK_ON_END);
    return row.length === BACK_ON_END && row.every(Boolean);
  });
}
