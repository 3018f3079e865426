/** How errors of one kind lie in the time of a load: all the time, from a moment on, in bursts, or now and then. */
import type { ErrorKind } from '../../contract/contract.ts';
import { momentText } from '../../text/numbers.ts';
import { failuresIn, type Period } from '../load/periods.ts';
import { type Burst, burstsOf, shareIn } from './bursts.ts';

export interface ErrorPattern {
  /** When it began, seconds from the begin of the load. */
  fromSeconds: number;
  /** `in 3 bursts of about 5 s, the first at 0:05`. */
  text: string;
  /** For seconds on end more than the given share of the operations failed so. */
  burst: boolean;
  /**
   * The share that failed so from then on to the end of the load, when there was none for a good while before: something
   * changed for good.
   */
  lastingShare?: number;
}

/** What begins this early began with the load. */
const EARLY_SHARE = 0.1;
/** What was there until this long before the end is taken to last. */
const END_SECONDS = 2;
/** Errors outside of the bursts, as a share of what the bursts have: with more they are no bursts. */
const MAX_OUTSIDE = 1 / 3;
/** Of the periods in which anything ended; errors in so many of them are always there. */
const THROUGHOUT_SHARE = 0.5;

/**
 * @param burstShare of the operations of a period that must fail in a burst
 * @returns undefined when the timeline shows none that failed so
 */
export function patternOf(periods: Period[], kind: ErrorKind, burstShare: number): ErrorPattern | undefined {
  const busy = periods.filter(({ ended }) => ended > 0);
  const hit = busy.filter((period) => failuresIn(period, [kind]) > 0);
  const first = hit[0];
  if (first === undefined) return undefined;
  const end = periods.at(-1)?.toSeconds ?? 0;
  const bursts = burstsOf(busy, kind, burstShare);
  // What begins in the middle of a second shows little of itself in it.
  const [burst] = bursts.length > 0 && isApart(bursts, busy, kind) ? startedBy(first, bursts) : [];
  if (burst === undefined) {
    const since = busy.filter(({ fromSeconds }) => fromSeconds >= first.fromSeconds);
    const always = hit.length >= THROUGHOUT_SHARE * since.length;
    const text = always ? sinceText(first.fromSeconds, end) : sometimesText(first.fromSeconds, end);
    return { fromSeconds: first.fromSeconds, text, burst: bursts.length > 0 };
  }
  const { fromSeconds, share } = burst;
  const changed = lasts(bursts, end) && !isEarly(fromSeconds, end) && fromSeconds === first.fromSeconds;
  const text = burstsText(burst, bursts, end);
  return { fromSeconds, text, burst: true, ...(changed ? { lastingShare: share } : {}) };
}

/** Whether errors are clearly rarer outside of the bursts. */
function isApart(bursts: Burst[], busy: Period[], kind: ErrorKind): boolean {
  const isInside = ({ fromSeconds }: Period) =>
    bursts.some((burst) => fromSeconds >= burst.fromSeconds && fromSeconds < burst.toSeconds);
  const outside = busy.filter((period) => !isInside(period));
  return shareIn(outside, kind) < MAX_OUTSIDE * shareIn(busy.filter(isInside), kind);
}

function startedBy(first: Period, [burst, ...others]: Burst[]): Burst[] {
  if (burst === undefined) return [];
  const adjacent = first.toSeconds >= burst.fromSeconds;
  return [{ ...burst, fromSeconds: adjacent ? first.fromSeconds : burst.fromSeconds }, ...others];
}

function burstsText({ fromSeconds, toSeconds }: Burst, bursts: Burst[], end: number): string {
  const at = momentText(fromSeconds);
  if (bursts.length > 1) {
    const mean = bursts.reduce((sum, each) => sum + each.toSeconds - each.fromSeconds, 0) / bursts.length;
    return `in ${bursts.length} bursts of about ${Math.round(mean)} s, the first at ${at}`;
  }
  if (lasts(bursts, end)) return sinceText(fromSeconds, end);
  return `for ${Math.round(toSeconds - fromSeconds)} s from ${at} on`;
}

function lasts(bursts: Burst[], end: number): boolean {
  return bursts.length === 1 && (bursts[0]?.toSeconds ?? 0) >= end - END_SECONDS;
}

function sinceText(fromSeconds: number, end: number): string {
  return isEarly(fromSeconds, end) ? 'throughout' : `from ${momentText(fromSeconds)} on`;
}

function sometimesText(fromSeconds: number, end: number): string {
  return isEarly(fromSeconds, end) ? 'sporadically' : `sporadically, first at ${momentText(fromSeconds)}`;
}

function isEarly(fromSeconds: number, end: number): boolean {
  return fromSeconds <= EARLY_SHARE * end;
}
