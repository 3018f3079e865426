/** What the oracles said, and series made by chance that is the same each time. */
import { readFileSync } from 'node:fs';

interface ExpectedTest {
  s: number;
  /** null where the oracle has NaN: JSON knows no such number. */
  variance: number | null;
  z: number | null;
  p: number | null;
}

export interface OracleSeries {
  name: string;
  values: number[];
  mannKendall: ExpectedTest;
  hamedRao: ExpectedTest;
  theilSen: { slope: number; intercept: number; interval: Record<string, [low: number, high: number]> };
}

/** @param name of a file in fixtures/, without its ending. */
export function oracle<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
}

export function oracleSeries(): OracleSeries[] {
  return oracle<{ series: OracleSeries[] }>('trends').series;
}

/** Equal to six digits, or to as many places where it is near zero. */
export function isClose(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= 1e-6 * Math.abs(expected) + 1e-12;
}

/** Uniform numbers in [0, 1), the same for the same seed. mulberry32, by Tommy Ettinger. */
export function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normal numbers of mean 0 and deviation 1 (Box and Muller 1958). */
export function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Noise of deviation 1 in which each value keeps this share of the one before. */
export function autoregressive(length: number, share: number, normal: () => number): number[] {
  let value = normal();
  return Array.from({ length }, () => {
    value = share * value + Math.sqrt(1 - share ** 2) * normal();
    return value;
  });
}
