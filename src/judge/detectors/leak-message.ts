/** A leak in one sentence: how fast, how much a request, and how long the service has. */
import type { Trend } from '../statistics/trend.ts';
import type { LeakKind } from './leak-kinds.ts';

/** How one series moved, in the unit of its kind. */
export interface Growth {
  metric: string;
  says: string;
  trend: Trend;
  perSecond: number;
  /** The first reading of the load. */
  first: number;
  seconds: number;
}

type Unit = LeakKind['unit'];

const KIB_PER_MIB = 1024;
const SPANS: [seconds: number, one: string][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** @param outlook what happens when it goes on, and after how many seconds, or what has happened; undefined when no limit is known. */
export function leakMessage(
  { says, perSecond, trend, seconds }: Growth,
  unit: Unit,
  perRequest: number | undefined,
  outlook: { says: string; seconds: number } | string | undefined,
): string {
  const each = perRequest === undefined ? '' : `, ${perRequestText(perRequest, unit)} a request`;
  const end =
    outlook === undefined ? '' : `; ${typeof outlook === 'string' ? outlook : outlookText(outlook)}`;
  return `${says} grows by ${rateText(perSecond, unit)}${each} (${amount(trend.growth, unit)} in ${spanText(seconds)})${end}`;
}

export function noLeakMessage({ says, trend, seconds }: Growth, unit: Unit): string {
  const grew = Math.max(0, trend.growth);
  return `no leak: ${says} grew by ${amount(grew, unit)} in ${spanText(seconds)} of steady load`;
}

/** A trend is no clock: what it puts less than a second ahead has come. */
function outlookText({ says, seconds }: { says: string; seconds: number }): string {
  return seconds < 1 ? `${says} already` : `at this rate ${says} in ${spanText(seconds)}`;
}

/** By the second, minute, hour or day: the shortest in which it makes at least one. */
function rateText(perSecond: number, unit: Unit): string {
  const span = SPANS.findLast(([seconds]) => perSecond * seconds >= 1) ?? SPANS[0];
  const [seconds, one] = span ?? [1, 'second'];
  return `${amount(perSecond * seconds, unit)} a ${one}`;
}

function perRequestText(value: number, unit: Unit): string {
  return unit === 'MiB' ? `${rounded(value * KIB_PER_MIB)} KiB` : rounded(value);
}

function amount(value: number, unit: Unit): string {
  return unit === 'MiB' ? `${rounded(value)} MiB` : rounded(value);
}

/** Three digits are more than the method has. */
function rounded(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(2)));
}

/** `40 seconds`, `2 minutes`, `9 days`. */
function spanText(seconds: number): string {
  const [length, one] = SPANS.find(([length]) => seconds >= 1.5 * length) ?? [1, 'second'];
  const count = Math.round(seconds / length);
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
