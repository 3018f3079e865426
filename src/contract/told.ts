/** How a script that is driven tells its figures: k6 keeps none of them, and its remote-write output hands them on. */
import type { K6Summary } from './metrics.ts';
import type { Leg } from './scenario.ts';

/**
 * Trends, which that output tells as histograms whose bounds lie 9 % apart (2^(1/8): client_golang, native histograms of factor
 * 1.1). The 16th power of a value has bounds that lie 0.5 % apart in the value itself, however far the values spread.
 */
export const FINE = { ending: '_fine', power: 16 } as const;

/**
 * Counters. That output leaves out the last sample of a counter when it is of the same millisecond as the one before
 * (remotewrite.go, seen); the histograms of trends it tells once more and whole at the end, with their sum.
 */
export const SUMMED = { ending: '_sum' } as const;

/** Counters of what seldom happens are told as one, with their name as a tag: each metric that a script makes takes two KiB of every VU. */
export const SELDOM = { metric: `seldom${SUMMED.ending}`, tag: 'what' } as const;

/** What it says of itself, a line on the console for each part. */
export interface Told {
  /** Epoch ms at which setup() began, with what is known by then. */
  begun?: { atMs: number; legs: Leg[]; metrics: string[] };
  /** When setup() has finished. */
  setUp?: Pick<K6Summary, 'loadStartedAtMs' | 'alone' | 'clock' | 'laidOut'>;
}
