/** Stretches of a load in which much fails in one way. */
import type { ErrorKind } from '../../contract/contract.ts';
import { failuresIn, type Period } from '../load/periods.ts';

export interface Burst {
  fromSeconds: number;
  toSeconds: number;
  /** Of the operations that ended in it after its first period, in the middle of which it began, those that failed so. */
  share: number;
}

/** Shorter than this is an accident … */
const SHORTEST_SECONDS = 3;
/** … and so are fewer failures. */
const MIN_FAILURES = 5;
/** A single better second does not end a burst. */
const LONGEST_GAP_SECONDS = 2;

/**
 * Neighbouring periods in most of which more than a share of the operations failed so. A second in which nothing ended
 * is neither good nor bad.
 * @param busy the periods in which something ended
 */
export function burstsOf(busy: Period[], kind: ErrorKind, share: number): Burst[] {
  const groups: Period[][] = [];
  let goodSeconds = Number.POSITIVE_INFINITY;
  let waiting: Period[] = [];
  for (const period of busy) {
    if (failuresIn(period, [kind]) <= share * period.ended) {
      goodSeconds += period.toSeconds - period.fromSeconds;
      waiting.push(period);
      continue;
    }
    const group = groups.at(-1);
    if (group !== undefined && goodSeconds < LONGEST_GAP_SECONDS) group.push(...waiting, period);
    else groups.push([period]);
    goodSeconds = 0;
    waiting = [];
  }
  return groups.flatMap((group) => burstOf(group, kind) ?? []);
}

/** Of the operations that ended in these periods, those that failed so; 0 when none ended. */
export function shareIn(periods: Period[], kind: ErrorKind): number {
  const ended = periods.reduce((sum, period) => sum + period.ended, 0);
  return ended === 0 ? 0 : countIn(periods, kind) / ended;
}

function countIn(periods: Period[], kind: ErrorKind): number {
  return periods.reduce((sum, period) => sum + failuresIn(period, [kind]), 0);
}

function burstOf(group: Period[], kind: ErrorKind): Burst | undefined {
  const fromSeconds = group[0]?.fromSeconds ?? 0;
  const toSeconds = group.at(-1)?.toSeconds ?? 0;
  // A period ends some hundredths sooner or later than its second.
  const isLong = Math.round(toSeconds - fromSeconds) >= SHORTEST_SECONDS;
  return isLong && countIn(group, kind) >= MIN_FAILURES
    ? { fromSeconds, toSeconds, share: shareIn(group.slice(1), kind) }
    : undefined;
}
