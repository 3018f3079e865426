/** A trend in equally spaced readings that hang together: is it there, how steep, and does it go on? */
import { hamedRao } from './hamed-rao.ts';
import { mannKendall, testOf } from './mann-kendall.ts';
import { median } from './median.ts';
import { theilSen } from './theil-sen.ts';

export interface Trend {
  /** Probability of such a trend by chance. */
  p: number;
  /** Kendall's tau: 1 when every value is higher than all before it, 0 without any order, -1 when it is lower. */
  tau: number;
  /** Rise from one value to the next, and the interval that holds it with CONFIDENCE. */
  slope: number;
  low: number;
  high: number;
  /** The line at the first and at the last value. */
  start: number;
  end: number;
  /** What the line rises from the first to the last value. */
  growth: number;
  /** Standard deviation of the values around the line. */
  noise: number;
  /** Slope of the second half. */
  lateSlope: number;
}

const SIGNIFICANCE = 0.01;
const CONFIDENCE = 1 - SIGNIFICANCE;
/**
 * A growth under this many deviations is no trend whatever p says. Among sixty values of which each keeps nine tenths
 * of the one before, even the corrected test finds a trend in three series of ten; chance rarely grows so far.
 */
const MIN_GROWTH_IN_DEVIATIONS = 3;
/** What settles, levels off: warm-up a + b (1 - exp(-t / T)) has less left in its second half when the whole is 2 T long. */
const MIN_LATE_SHARE = 0.5;
/** Median absolute deviation → standard deviation of a normal distribution (Rousseeuw and Croux 1993). */
const DEVIATIONS_PER_MAD = 1.4826;

/** @param values in order of time, equally spaced, at least six. */
export function trendOf(values: number[]): Trend {
  const corrected = hamedRao(values);
  // neighbours that repel each other are no licence for more certainty
  const variance = Math.max(mannKendall(values).variance, corrected.variance);
  const line = theilSen(values, { confidence: CONFIDENCE, variance });
  const growth = line.slope * (values.length - 1);
  return {
    p: testOf(corrected.s, variance).p,
    tau: corrected.s / ((values.length * (values.length - 1)) / 2),
    slope: line.slope,
    low: line.low,
    high: line.high,
    start: line.intercept,
    end: line.intercept + growth,
    growth,
    noise: spreadAround(values, line.intercept, line.slope),
    lateSlope: theilSen(values.slice(values.length >> 1)).slope,
  };
}

/** Rises for certain, by more than noise can, and still does so in its second half. */
export function isLastingRise({ p, low, growth, noise, slope, lateSlope }: Trend): boolean {
  return (
    p < SIGNIFICANCE &&
    low > 0 &&
    growth > MIN_GROWTH_IN_DEVIATIONS * noise &&
    lateSlope >= MIN_LATE_SHARE * slope
  );
}

function spreadAround(values: number[], intercept: number, slope: number): number {
  const distances = values.map((value, index) => Math.abs(value - intercept - slope * index));
  return DEVIATIONS_PER_MAD * median(distances);
}
