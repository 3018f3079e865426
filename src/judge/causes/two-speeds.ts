/**
 * An operation that has two speeds: most answers come at once, and some, always about as many, take a time of their own that
 * is many times as long, whoever asks. A slow dependency, a name that is looked up, a retry with a pause: what every few
 * requests wait for. Not what is slow for a while (a cache that fills, new connections), nor what stops everybody at once
 * (a stall), nor a spread of times (files of many sizes).
 */
import { K6_METRIC } from '../../contract/contract.ts';
import { msText } from '../../text/numbers.ts';
import { type Evidence, statOf } from '../evidence.ts';
import type { Level } from '../load/levels.ts';
import { loadBeganMs } from '../load/load-clock.ts';

export interface TwoSpeeds {
  /** Of the answers that are slow. */
  share: number;
  slowMs: number;
  usualMs: number;
  /** The slow ones take so nearly the same time as no want of CPU makes them. */
  isTimed: boolean;
  /** A user alone met one too. */
  isAlone: boolean;
}

/** The quantiles that k6 tells, and the share of the answers above each. */
const ABOVE: [statistic: string, share: number][] = [
  ['p(25)', 0.75],
  ['med', 0.5],
  ['p(75)', 0.25],
  ['p(90)', 0.1],
  ['p(95)', 0.05],
  ['p(98)', 0.02],
];
const MIN_TIMES = 10;
/** Nobody notices less. */
const MIN_MS = 250;
/** Fewer are outliers, and where half of them are slow, that is what they take. */
const MIN_SHARE = 0.04;
const MAX_SHARE = 0.5;
/** Slow answers that were seen. */
const MIN_SLOW = 8;
/** Between the two there is hardly anything: of neighbouring quantiles at most one lies well apart from both. */
const MAX_BETWEEN = 1;
const NEAR = 3;
/** The slow ones are alike. */
const MAX_SPREAD = 2;
const MAX_TIMED_SPREAD = 1.1;
/** They come in so many of the seconds as they would by chance, in each part of the load. */
const PARTS = 4;
const MIN_SHARE_OF_CHANCE = 0.6;

/** Undefined where an operation has one speed, or nobody was measured alone: then it may be of files of any size. */
export function twoSpeedsOf(op: string, level: Level, evidence: Evidence): TwoSpeeds | undefined {
  const { summary } = evidence;
  const alone = summary?.alone?.[op];
  const values = summary?.metrics[`${K6_METRIC.opDuration}{op:${op},leg:${level.leg}}`]?.values;
  if (alone === undefined || values === undefined || isOfAnySize(op, evidence)) return undefined;
  const found = stepIn(values);
  if (found === undefined || (values.count ?? 0) * found.share < MIN_SLOW) return undefined;
  if (!comesByChance(op, level, found, (values.count ?? 0) / (level.toSeconds - level.fromSeconds), evidence))
    return undefined;
  return { ...found, isAlone: alone.slowestMs >= found.slowMs / 2 };
}

/** Files that the load did not lay down itself. */
function isOfAnySize(op: string, { summary }: Evidence): boolean {
  const stored = statOf(summary, `${K6_METRIC.opDuration}{op:upload}`, 'count') ?? 0;
  return op === 'download' && stored === 0 && summary?.laidOut === undefined;
}

function stepIn(values: Record<string, number>): Omit<TwoSpeeds, 'isAlone'> | undefined {
  const usualMs = values['p(25)'] ?? Infinity;
  const known = ABOVE.flatMap(([statistic, share]) => {
    const ms = values[statistic];
    return ms === undefined ? [] : [{ ms, share }];
  });
  const [first, second] = known.filter(({ ms }) => ms >= MIN_MS && ms >= MIN_TIMES * usualMs);
  const last = known.at(-1);
  if (first === undefined || last === undefined) return undefined;
  // Of 1 in 4 the 75th percentile lies between the two speeds, anywhere.
  const slow = last.ms <= MAX_SPREAD * first.ms ? first : second;
  if (slow === undefined || (slow === second && last.ms > MAX_TIMED_SPREAD * slow.ms)) return undefined;
  const between = known.filter(({ ms }) => ms > NEAR * usualMs && ms * NEAR < slow.ms);
  if (between.length > MAX_BETWEEN) return undefined;
  const fast = known.filter(({ share }) => share > slow.share).at(-1);
  const share = shareOf(values.avg, usualMs, slow.ms, slow.share, fast?.share ?? 1);
  if (share < MIN_SHARE || share > MAX_SHARE) return undefined;
  return { share, slowMs: slow.ms, usualMs, isTimed: last.ms <= MAX_TIMED_SPREAD * slow.ms };
}

/** By the mean of all, within what the quantiles leave open. */
function shareOf(
  meanMs: number | undefined,
  usualMs: number,
  slowMs: number,
  atLeast: number,
  below: number,
): number {
  const share = meanMs === undefined ? atLeast : (meanMs - usualMs) / (slowMs - usualMs);
  return Math.min(below, Math.max(atLeast, share));
}

/** What comes at random, so often a second, leaves out few seconds; a stall, a cache that fills or a bad minute most of them. */
function comesByChance(
  op: string,
  { fromSeconds, toSeconds }: Level,
  { share, slowMs }: Pick<TwoSpeeds, 'share' | 'slowMs'>,
  perSecond: number,
  { timeline, ...evidence }: Evidence,
): boolean {
  const beganMs = loadBeganMs({ timeline, ...evidence });
  if (beganMs === undefined) return false;
  // Who asks in the first moment has not been answered yet.
  const from = fromSeconds + slowMs / 1000;
  const parts: number[][] = Array.from({ length: PARTS }, () => []);
  for (const { t, values } of timeline) {
    const at = (t - beganMs) / 1000;
    const max = values[`${K6_METRIC.opDuration}{op:${op}}`]?.max;
    if (max === undefined || at <= from || at > toSeconds) continue;
    parts[Math.min(PARTS - 1, Math.floor((PARTS * (at - from)) / (toSeconds - from)))]?.push(max);
  }
  const expected = 1 - (1 - share) ** perSecond;
  return parts.every(
    (part) =>
      part.length > 0 &&
      part.filter((max) => max >= slowMs / 2).length >= MIN_SHARE_OF_CHANCE * expected * part.length,
  );
}

/** `1 in 4 requests of upload takes 1.50 s, the others about 0.8 ms, also for a user alone` */
export function twoSpeedsText(op: string, { share, slowMs, usualMs, isAlone }: TwoSpeeds): string {
  const also = isAlone ? ', also for a user alone' : '';
  return `1 in ${Math.round(1 / share)} requests of ${op} takes ${msText(slowMs)}, the others about ${msText(usualMs)}${also}`;
}
