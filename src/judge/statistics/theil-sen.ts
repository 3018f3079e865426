/**
 * How steep is the trend? The median of the slopes between all pairs, which an outlier hardly moves.
 * Source: Theil (1950); Sen (1968), Journal of the American Statistical Association 63, 1379-1389, whose equation 2.6
 * gives the interval; the intercept is Conover's, median y - slope * median x. As scipy.stats.theilslopes.
 */
import { mannKendall } from './mann-kendall.ts';
import { median, medianOfSorted } from './median.ts';
import { quantile } from './normal.ts';

export interface TheilSen {
  /** Rise from one value to the next. */
  slope: number;
  /** Height of the line at the first value. */
  intercept: number;
  /** Interval that holds the true slope with the confidence asked for. */
  low: number;
  high: number;
}

export interface Certainty {
  /** Share of such intervals that hold the true slope. */
  confidence?: number;
  /** Variance of the Mann-Kendall score, when the values are not independent (hamed-rao.ts). */
  variance?: number;
}

/**
 * @param values in order of time, equally spaced, at least two.
 */
export function theilSen(
  values: number[],
  { confidence = 0.95, variance = mannKendall(values).variance }: Certainty = {},
): TheilSen {
  const slopes = slopesOf(values).sort();
  const slope = medianOfSorted(slopes);
  const reach = quantile((1 + confidence) / 2) * Math.sqrt(variance);
  const low = Math.max(Math.round((slopes.length - reach) / 2) - 1, 0);
  const high = Math.min(Math.round((slopes.length + reach) / 2), slopes.length - 1);
  return {
    slope,
    intercept: median(values) - (slope * (values.length - 1)) / 2,
    low: slopes[low] ?? slope,
    high: slopes[high] ?? slope,
  };
}

/** The slope of each pair, in no order. */
function slopesOf(values: number[]): Float64Array {
  const slopes = new Float64Array((values.length * (values.length - 1)) / 2);
  let filled = 0;
  values.forEach((later, index) => {
    for (let before = 0; before < index; before++)
      slopes[filled++] = (later - (values[before] ?? later)) / (index - before);
  });
  return slopes;
}
