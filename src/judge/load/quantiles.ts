/** What k6's statistics of one period tell of the distribution behind them. */

/** Statistic of a trend in k6's timeline, and the share of the samples that lie above it. */
const SHARE_ABOVE: [statistic: string, above: number][] = [
  ['min', 1],
  ['med', 0.5],
  ['p(90)', 0.1],
  ['p(95)', 0.05],
  ['p(99)', 0.01],
  ['max', 0],
];

/** A ratio to nothing is none. */
const SMALLEST = 0.001;

/**
 * Share of the samples that reach `atLeast`. Between two statistics values rise by equal ratios, since latencies lie close
 * together below and far apart above.
 */
export function latenessShare(trend: Record<string, number>, atLeast: number): number {
  const known = cornersOf(trend);
  const next = known.findIndex(({ value }) => value >= atLeast);
  const [low, high] = [known[next - 1], known[next]];
  if (high === undefined) return 0;
  if (low === undefined) return 1 - high.at;
  const from = Math.max(low.value, SMALLEST);
  const way = Math.log(Math.max(atLeast, SMALLEST) / from) / Math.log(Math.max(high.value, SMALLEST) / from);
  return 1 - (low.at + Math.max(0, way) * (high.at - low.at));
}

/** Share of a metric's samples that lie above `mark` for certain, by the statistics of k6's summary. */
export function shareAbove(statistics: Record<string, number>, mark: number): number {
  const shares = Object.entries(statistics).flatMap(([name, value]) => {
    const percent = name === 'med' ? '50' : PERCENTILE.exec(name)?.[1];
    return percent !== undefined && value > mark ? [1 - Number(percent) / 100] : [];
  });
  return Math.max(0, ...shares);
}

const PERCENTILE = /^p\((\d+(?:\.\d+)?)\)$/;

/** So many values of equal weight as the distribution would hold, as `latenessShare` sees it. */
export function valuesOf(trend: Record<string, number>, count: number): number[] {
  const known = cornersOf(trend);
  return Array.from({ length: count }, (_, index) => valueIn(known, (index + 0.5) / count));
}

/** The value that this share of the samples stays below, as `latenessShare` sees it; 0 when nothing is known. */
export function valueAt(trend: Record<string, number>, share: number): number {
  return valueIn(cornersOf(trend), share);
}

function valueIn(known: Corner[], share: number): number {
  const next = known.findIndex(({ at }) => at >= share);
  const [low, high] = [known[next - 1], known[next]];
  if (low === undefined || high === undefined) return high?.value ?? known.at(-1)?.value ?? 0;
  const from = Math.max(low.value, SMALLEST);
  return from * (Math.max(high.value, SMALLEST) / from) ** ((share - low.at) / (high.at - low.at));
}

interface Corner {
  at: number;
  value: number;
}

/** The statistics that are known, the lowest first: which value lies at which share of the samples. */
function cornersOf(trend: Record<string, number>): Corner[] {
  const corners: Corner[] = [];
  for (const [statistic, above] of SHARE_ABOVE) {
    const value = trend[statistic];
    if (value !== undefined) corners.push({ at: 1 - above, value });
  }
  return corners;
}
