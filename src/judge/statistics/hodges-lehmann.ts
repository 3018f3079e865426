/**
 * By how much do two samples differ? The median of the differences between all pairs, and the interval of the shifts
 * that the Mann-Whitney test would not reject.
 * Source: Hodges and Lehmann (1963), Annals of Mathematical Statistics 34, 598-611; the interval: Hollander and Wolfe,
 * Nonparametric Statistical Methods (1999), section 4.3. As R's wilcox.test(after, before, conf.int = TRUE).
 */
import { MAX_EXACT } from './mann-whitney.ts';
import { medianOfSorted } from './median.ts';
import { quantile } from './normal.ts';
import { rankSums } from './rank-sums.ts';

export interface Shift {
  /** What is added from before to after. */
  shift: number;
  /** Interval that holds the true shift with the confidence asked for; absent when so few values allow none. */
  low?: number;
  high?: number;
}

/**
 * @param before one value a run, at least one; so is after.
 * @param confidence share of such intervals that hold the true shift: at least this, for U is discrete, and ties
 *   only make it more.
 */
export function hodgesLehmann(before: number[], after: number[], confidence = 0.95): Shift {
  const differences = Float64Array.from(
    after.flatMap((later) => before.map((earlier) => later - earlier)),
  ).sort();
  const left = leftOut(before.length, after.length, (1 - confidence) / 2);
  return {
    shift: medianOfSorted(differences),
    ...(left > 0 && { low: differences[left - 1], high: differences[differences.length - left] }),
  };
}

/** The differences at each end that the interval begins with: so many that U falls under it in no more than this share. */
function leftOut(m: number, n: number, share: number): number {
  if (Math.max(m, n) > MAX_EXACT)
    return Math.max(0, Math.floor((m * n) / 2 - quantile(1 - share) * Math.sqrt((m * n * (m + n + 1)) / 12)));
  const counts = rankSums(
    Array.from({ length: m + n }, (_, index) => index + 1),
    m,
  );
  const tail = share * counts.reduce((sum, ways) => sum + ways, 0);
  const smallest = (m * (m + 1)) / 2;
  let u = 0;
  for (let below = counts[2 * smallest] ?? 0; below <= tail; below += counts[2 * (smallest + u)] ?? 0) u++;
  return u;
}
