/**
 * Is there a monotonic trend? Asks of every pair whether the later value is higher; assumes no distribution, and no
 * shape of the trend, but that the values are independent: of readings that hang together use hamed-rao.ts.
 * Source: Mann (1945), Econometrica 13; Kendall, Rank Correlation Methods (1975), chapter 4 for the ties.
 */
import { upperTail } from './normal.ts';
import { tieSizes } from './ranks.ts';

export interface MannKendall {
  /** Pairs that rise less pairs that fall. */
  s: number;
  /** Variance of S if there were no trend. */
  variance: number;
  /** S in standard deviations, with continuity correction. */
  z: number;
  /** Probability of so large a |Z| if there were no trend. */
  p: number;
}

/** @param values in order of time, equally spaced; pairs are compared one by one, so a few thousand at most. */
export function mannKendall(values: number[]): MannKendall {
  return testOf(score(values), varianceOfScore(values));
}

/** The test of a score with this variance, however that was found. */
export function testOf(s: number, variance: number): MannKendall {
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { s, variance, z, p: Math.min(1, 2 * upperTail(Math.abs(z))) };
}

function score(values: number[]): number {
  let s = 0;
  values.forEach((later, index) => {
    for (let before = 0; before < index; before++) s += Math.sign(later - (values[before] ?? later));
  });
  return s;
}

function varianceOfScore(values: number[]): number {
  const tied = tieSizes(values).reduce((sum, size) => sum + spread(size), 0);
  return (spread(values.length) - tied) / 18;
}

function spread(n: number): number {
  return n * (n - 1) * (2 * n + 5);
}
