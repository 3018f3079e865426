/** How large objects are. Pure. */
import type { Mix } from './deck.ts';

const KB = 1000;
const MB = 1000 * KB;

/** Both ends may come; a size is as likely as any other of its class. */
export const SIZE_CLASSES = {
  small: [KB, 100 * KB],
  medium: [100 * KB + 1, 10 * MB],
  large: [10 * MB + 1, 100 * MB],
  /** As much as goes up in one request. */
  whole: [10 * MB, 10 * MB],
} as const satisfies Record<string, readonly [least: number, most: number]>;

export type SizeClass = keyof typeof SIZE_CLASSES;
export type SizeRange = readonly [least: number, most: number];

/** A mix of the classes that a load has; those with no part of it are left out. */
export type SizeMix = Mix<SizeClass>;

/** @param chance uniform, from 0 to less than 1 */
export function sizeIn(range: SizeRange, chance = Math.random()): number {
  // Not taken apart in the parameter: that runs an iterator, which k6 is slow at.
  const least = range[0];
  const most = range[1];
  return least + Math.floor(chance * (most - least + 1));
}

/** Keys of the scenario `large-bucket`, of all users together. */
export const LARGE_BUCKET_KEYS = { full: 100_000, quick: 5_000 } as const;

/** What is larger is uploaded in parts of this size, as all usual clients do it. */
export const PART_BYTES = 10 * MB;

/** The sizes of the parts of an object: all as large as can be but for the last. */
export function partsOf(size: number): number[] {
  const whole = Math.floor(size / PART_BYTES);
  const rest = size % PART_BYTES;
  return [...Array<number>(whole).fill(PART_BYTES), ...(rest > 0 || size === 0 ? [rest] : [])];
}
