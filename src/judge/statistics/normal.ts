/** The standard normal distribution, to machine precision. */

/** Below this the power series converges faster, above it the continued fraction. */
const SERIES_UNTIL = 3;
/** Terms of the continued fraction: at SERIES_UNTIL this many reach double precision. */
const FRACTION_TERMS = 100;

/**
 * P(Z > z).
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11 (series) and 26.2.14 (continued fraction).
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  return z < SERIES_UNTIL ? 0.5 - density(z) * series(z) : density(z) / fraction(z);
}

/**
 * The z with P(Z <= z) = p; 0 < p < 1, else infinite.
 * Newton's method from the middle: the distribution is concave above it, so no step overshoots.
 */
export function quantile(p: number): number {
  if (p < 0.5) return -quantile(1 - p);
  if (p >= 1) return Number.POSITIVE_INFINITY;
  let z = 0;
  for (let step = Number.POSITIVE_INFINITY; step > Number.EPSILON * (1 + z); z += step)
    step = (upperTail(z) - (1 - p)) / density(z);
  return z;
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

function series(z: number): number {
  let sum = 0;
  let term = z;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    sum += term;
    term *= (z * z) / odd;
  }
  return sum;
}

function fraction(z: number): number {
  let value = z;
  for (let term = FRACTION_TERMS; term > 0; term--) value = z + term / value;
  return value;
}
