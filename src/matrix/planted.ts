/** A number that was planted, and what the verdict found of it. */
import type { Finding } from '../store/records/records.ts';

/** What is planted and how a finding tells it. */
export interface Planted {
  quantity: keyof typeof QUANTITIES;
  value: number;
}

/** The planted number beside the found one, as matrix.json keeps it: a value, or an interval, or nothing. */
export interface Recovered {
  unit: string;
  value: number;
  found?: number;
  /** Found over planted, less one. */
  errorShare?: number;
  interval?: { low: number; high: number };
  isWithin: boolean;
}

/** A trend over half a minute on a busy machine; who plans with a rate that is further off plans wrongly. */
const MAX_ERROR_SHARE = 0.15;
/** An interval that is wide enough holds anything. At full pace a fifth is asked; a few seconds a level tell less. */
const MAX_WIDTH_SHARE = 0.5;

const KIB_PER_MIB = 1024;

const QUANTITIES = {
  leakPerRequest: { unit: 'KiB a request', compare: compareLeak },
  capacity: { unit: 'operations/s', compare: compareCapacity },
};

export function recover({ quantity, value }: Planted, finding: Finding): Recovered {
  const { unit, compare } = QUANTITIES[quantity];
  return { unit, value, ...compare(value, finding) };
}

/** `63.1 KiB a request, planted 64 (-1 %)`, `480 to 530 operations/s, planted 500` */
export function recoveredText({ unit, value, found, errorShare = 0, interval }: Recovered): string {
  if (interval !== undefined)
    return `${rounded(interval.low)} to ${rounded(interval.high)} ${unit}, planted ${value}`;
  if (found === undefined) return `no number of ${unit}, planted ${value}`;
  const percent = Math.round(errorShare * 100);
  return `${rounded(found)} ${unit}, planted ${value} (${percent < 0 ? '' : '+'}${percent} %)`;
}

function compareLeak(
  planted: number,
  { growthPerRequest: mib }: Finding,
): Pick<Recovered, 'found' | 'errorShare' | 'isWithin'> {
  if (mib === undefined) return { isWithin: false };
  const found = mib * KIB_PER_MIB;
  const errorShare = found / planted - 1;
  return { found, errorShare, isWithin: Math.abs(errorShare) <= MAX_ERROR_SHARE };
}

function compareCapacity(planted: number, { interval }: Finding): Pick<Recovered, 'interval' | 'isWithin'> {
  if (interval === undefined) return { isWithin: false };
  const { low, high } = interval;
  const isNarrow = high - low <= MAX_WIDTH_SHARE * planted;
  return { interval: { low, high }, isWithin: isNarrow && low <= planted && planted <= high };
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
