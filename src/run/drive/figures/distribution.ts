/** Statistics of a trend that was told as a histogram of its powers: see FINE in src/contract/told.ts. */
import { FINE } from '../../../contract/contract.ts';

/** How many samples are in a bucket, by its number; nothing took time at all in bucket ZERO. */
export type Buckets = Map<number, number>;

export const ZERO = Number.NEGATIVE_INFINITY;
/** Of the histograms that k6 v2.2 sends: internal/output/prometheusrw/remotewrite/trend.go asks for a factor of 1.1. */
export const SCHEMA = 3;
/** Bounds of a bucket are so far apart, as a power of two. */
const WIDTH = 2 ** -SCHEMA / FINE.power;

/** Adds what is more in `now` than it was `before`. */
export function addGrowth(to: Buckets, now: Buckets, before?: Buckets): void {
  for (const [bucket, count] of now) {
    const grown = count - (before?.get(bucket) ?? 0);
    if (grown > 0) to.set(bucket, (to.get(bucket) ?? 0) + grown);
  }
}

export function countIn(buckets: Buckets): number {
  let count = 0;
  for (const each of buckets.values()) count += each;
  return count;
}

/**
 * @param names as k6 has them: `count`, `avg`, `min`, `med`, `max`, `p(95)`
 * @returns their values, which lie within half a percent of what k6 would have said; of nothing all are 0, as k6 says then
 */
export function statisticsOf(buckets: Buckets, names: readonly string[]): Record<string, number> {
  const sorted = [...buckets].sort(([a], [b]) => a - b).map(([bucket, count]) => ({ bucket, count }));
  const count = countIn(buckets);
  const mean = () => sorted.reduce((sum, each) => sum + middleOf(each.bucket) * each.count, 0) / count;
  const values: Record<string, number> = {};
  for (const name of names) {
    if (name === 'count') values.count = count;
    else if (count === 0) values[name] = 0;
    else values[name] = name === 'avg' ? mean() : quantile(sorted, (count - 1) * shareOf(name));
  }
  return values;
}

/** `p(95)` → 0.95. */
function shareOf(name: string): number {
  const known: Partial<Record<string, number>> = { min: 0, med: 0.5, max: 1 };
  return known[name] ?? Number(/^p\((.+)\)$/.exec(name)?.[1]) / 100;
}

type Sorted = { bucket: number; count: number }[];

/** As TrendSink.P of k6 does it: between two neighbours on a straight line. */
function quantile(sorted: Sorted, rank: number): number {
  const low = Math.floor(rank);
  const value = valueAt(sorted, low);
  return rank === low ? value : value + (rank - low) * (valueAt(sorted, low + 1) - value);
}

/** The sample that so many are before; those of a bucket are taken to lie evenly in it. */
function valueAt(sorted: Sorted, rank: number): number {
  let before = 0;
  for (const { bucket, count } of sorted) {
    if (rank < before + count) {
      const from = boundOf(bucket - 1);
      return from + ((rank - before + 0.5) / count) * (boundOf(bucket) - from);
    }
    before += count;
  }
  return Number.NaN;
}

function middleOf(bucket: number): number {
  return (boundOf(bucket - 1) + boundOf(bucket)) / 2;
}

/** The most that a sample of this bucket can be, ms. */
function boundOf(bucket: number): number {
  return 2 ** (bucket * WIDTH);
}
