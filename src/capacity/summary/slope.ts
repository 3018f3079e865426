/** Does a store slow down as it fills, by how much, and where is it half as fast? */
import { mannWhitney } from '../../judge/statistics/mann-whitney.ts';
import { median } from '../../judge/statistics/median.ts';
import { isLastingRise, trendOf } from '../../judge/statistics/trend.ts';
import type { Amount, Slope } from '../../store/records/records.ts';
import type { Curve } from './curve.ts';

const MIN_POINTS = 10;
const GB = 1e9;

/** Undefined where there are too few points, or all were stored at once. */
export function slopeOf({ points, msPerByte }: Curve): Slope | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (msPerByte.length < MIN_POINTS || first === undefined || last === undefined) return undefined;
  const trend = trendOf(msPerByte);
  const gigabytes = (last.bytes - first.bytes) / GB;
  if (!(trend.start > 0) || !(gigabytes > 0)) return undefined;
  const steps = msPerByte.length - 1;
  const { slope, low, high, start, p } = trend;
  const changeOver = (points: number) => {
    const percent = (rise: number) => (100 * rise * points) / start;
    return { percent: percent(slope), low: percent(low), high: percent(high) };
  };
  return {
    perGb: changeOver(steps / gigabytes),
    inAll: changeOver(steps),
    p,
    isLasting: isLastingRise(trend),
  };
}

/** The beginning is what the first tenth of the points shows, three at least. */
const BEGIN_SHARE = 0.1;
const MIN_BEGIN = 3;
const HALF = 2;
/** Of the twice the time, which it must stay over from there on. */
const STAYS = 0.9;

/** What chance makes so often is no level that it stays at. */
const SIGNIFICANCE = 0.001;
const MIN_STAY = 5;

/** Medians of three neighbours: one slow file is no level. */
export function halfSpeedOf({ points, msPerByte }: Curve): Amount | undefined {
  if (msPerByte.length < MIN_POINTS) return undefined;
  const begin = median(msPerByte.slice(0, Math.max(MIN_BEGIN, Math.round(BEGIN_SHARE * msPerByte.length))));
  const smooth = msPerByte.map((_, at) => median(msPerByte.slice(Math.max(0, at - 1), at + 2)));
  const lastFast = smooth.findLastIndex((value) => value < STAYS * HALF * begin);
  const from = smooth.findIndex((value, at) => at > lastFast && value >= HALF * begin);
  if (from < MIN_BEGIN || smooth.length - from < MIN_STAY) return undefined;
  if (mannWhitney(msPerByte.slice(0, from), msPerByte.slice(from)).p > SIGNIFICANCE) return undefined;
  const point = points[from];
  return point === undefined ? undefined : { files: point.files, bytes: point.bytes };
}
