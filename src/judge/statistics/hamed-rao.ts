/**
 * Mann-Kendall for values that hang together: readings a second apart resemble each other, and n of them tell less
 * than n independent ones. The variance of S is widened by the autocorrelation that the ranks still have without the
 * trend.
 * Source: Hamed and Rao (1998), Journal of Hydrology 204, 182-196; computed as `hamed_rao_modification_test` of
 * pyMannKendall 1.4.3 does with its defaults: all lags, those significant at 95 %.
 */
import { type MannKendall, mannKendall, testOf } from './mann-kendall.ts';
import { quantile } from './normal.ts';
import { ranks } from './ranks.ts';
import { theilSen } from './theil-sen.ts';

/** Autocorrelation of white noise stays within ± this / √n with a probability of 95 %. */
const WHITE_NOISE_Z = quantile(0.975);

/**
 * @param values in order of time, equally spaced, at least three.
 * @returns with a variance that may be smaller than the plain one, even negative (Z and p are then NaN), where
 *   neighbours repel each other: who must not be fooled by that takes the larger of the two.
 */
export function hamedRao(values: number[]): MannKendall {
  const { s, variance } = mannKendall(values);
  return variance === 0 ? testOf(s, variance) : testOf(s, variance * correction(values));
}

function correction(values: number[]): number {
  const n = values.length;
  const { slope } = theilSen(values);
  const correlation = autocorrelation(ranks(values.map((value, index) => value - slope * (index + 1))));
  let sum = 0;
  for (let lag = 1; lag < n; lag++) {
    const at = correlation(lag);
    if (Math.abs(at) > WHITE_NOISE_Z / Math.sqrt(n)) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * at;
  }
  return 1 + (2 / (n * (n - 1) * (n - 2))) * sum;
}

/** Of equal values it is 0: they have no variation that could hang together. */
function autocorrelation(values: number[]): (lag: number) => number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviations = values.map((value) => value - mean);
  const product = (lag: number) =>
    deviations.reduce((sum, value, index) => sum + value * (deviations[index + lag] ?? 0), 0);
  const whole = product(0);
  return (lag) => (whole === 0 ? 0 : product(lag) / whole);
}
