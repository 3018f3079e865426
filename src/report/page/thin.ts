/** Makes a long time axis short without hiding what stood out: a spike of one second in eight hours stays a spike. */

export interface Thinned {
  time: number[];
  columns: (number | null)[][];
}

/** Wider than any screen has points; eight hours of thirty series then take some hundred kilobytes. */
const MAX_BUCKETS = 600;
/** A chart stands in a third of a screen, so that it shows no more. */
const MIN_BUCKETS = 100;
/** Of all scenarios of a report together: then one of 21 at full pace stays under 1.5 MB. */
const BUCKETS_OF_REPORT = 2100;

/** How finely the axis of each scenario is cut in a report of so many. */
export function bucketsOf(scenarios: number): number {
  return Math.max(MIN_BUCKETS, Math.min(MAX_BUCKETS, Math.floor(BUCKETS_OF_REPORT / scenarios)));
}

/**
 * Cuts the axis into buckets of equal length. Of each, every column keeps its lowest and its highest value, in the order
 * in which they came, on two points of a common axis. A short axis stays as it is.
 */
export function thin(time: number[], columns: (number | null)[][], mostBuckets: number): Thinned {
  if (time.length <= 2 * mostBuckets) return { time, columns };
  const edges = Array.from({ length: mostBuckets + 1 }, (_, bucket) =>
    Math.round((bucket * time.length) / mostBuckets),
  );
  const spans = edges.slice(1).map((to, bucket) => ({ from: edges[bucket] ?? 0, to }));
  return {
    time: spans.flatMap(({ from, to }) => [time[from] ?? 0, time[to - 1] ?? 0]),
    columns: columns.map((column) => spans.flatMap(({ from, to }) => extremes(column, from, to))),
  };
}

function extremes(column: (number | null)[], from: number, to: number): [number | null, number | null] {
  let lowest: number | undefined;
  let highest: number | undefined;
  for (let index = from; index < to; index++) {
    const value = column[index];
    if (value === null || value === undefined) continue;
    if (lowest === undefined || value < (column[lowest] ?? 0)) lowest = index;
    if (highest === undefined || value > (column[highest] ?? 0)) highest = index;
  }
  if (lowest === undefined || highest === undefined) return [null, null];
  const [first, second] = lowest < highest ? [lowest, highest] : [highest, lowest];
  return [column[first] ?? null, column[second] ?? null];
}
