/**
 * Do two samples come from the same distribution? Asks of every pair which value is larger; assumes no distribution,
 * but that the values are independent: one value a run, not readings a second apart.
 * Source: Mann and Whitney (1947), Annals of Mathematical Statistics 18, 50-60. As scipy.stats.mannwhitneyu.
 */
import { upperTail } from './normal.ts';
import { rankSums } from './rank-sums.ts';
import { ranks, tieSizes } from './ranks.ts';

export interface MannWhitney {
  /** Pairs in which the value of the first sample is larger; a tie counts half. */
  u: number;
  /** Two-sided probability of so uneven a U if there were no difference. Of three against three it is at least 0.1. */
  p: number;
}

/**
 * Up to so many values a sample p is exact, with ties too: the normal approximation finds three against three values
 * significant (0.047 instead of 0.1) when they are tied. Of more it is close, and quicker.
 */
export const MAX_EXACT = 50;

/** @param a one value a run, at least one. @param b likewise. */
export function mannWhitney(a: number[], b: number[]): MannWhitney {
  const all = [...a, ...b];
  const ranked = ranks(all);
  const rankSum = ranked.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const isSmall = Math.max(a.length, b.length) <= MAX_EXACT;
  return {
    u,
    p: isSmall ? exactP(ranked, a.length, rankSum) : approximateP(u, a.length, b.length, tieSizes(all)),
  };
}

/** Of all ways to split these ranks, those at least as uneven; the smaller tail twice, for they differ under ties. */
function exactP(ranked: number[], size: number, rankSum: number): number {
  const tails = { below: 0, above: 0, all: 0 };
  rankSums(ranked, size).forEach((ways, doubled) => {
    tails.all += ways;
    if (doubled <= 2 * rankSum) tails.below += ways;
    if (doubled >= 2 * rankSum) tails.above += ways;
  });
  return Math.min(1, (2 * Math.min(tails.below, tails.above)) / tails.all);
}

/** Normal, with correction for ties and for continuity: Lehmann, Nonparametrics (1975), section 1.4. */
function approximateP(u: number, m: number, n: number, ties: number[]): number {
  const tied = ties.reduce((sum, size) => sum + size ** 3 - size, 0);
  const variance = ((m * n) / 12) * (m + n + 1 - tied / ((m + n) * (m + n - 1)));
  const z = (Math.abs(u - (m * n) / 2) - 0.5) / Math.sqrt(variance);
  return Math.min(1, 2 * upperTail(z));
}
