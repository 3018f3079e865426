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

/** Share of the samples that reach `atLeast` for certain: that of the lowest statistic which does. */
export function latenessShare(trend: Record<string, number>, atLeast: number): number {
  const known = SHARE_ABOVE.find(([statistic]) => (trend[statistic] ?? Number.NEGATIVE_INFINITY) >= atLeast);
  return known?.[1] ?? 0;
}

/**
 * So many values of equal weight as the distribution would hold. Between two statistics they rise by equal ratios, since
 * latencies lie close together below and far apart above.
 */
export function valuesOf(trend: Record<string, number>, count: number): number[] {
  const corners = SHARE_ABOVE.flatMap(([statistic, above]) => {
    const value = trend[statistic];
    return value === undefined ? [] : [{ at: 1 - above, value }];
  });
  return Array.from({ length: count }, (_, index) => {
    const at = (index + 0.5) / count;
    const next = corners.findIndex((corner) => corner.at >= at);
    const [low, high] = [corners[next - 1], corners[next]];
    if (low === undefined || high === undefined) return high?.value ?? low?.value ?? 0;
    const from = Math.max(low.value, SMALLEST);
    return from * (Math.max(high.value, SMALLEST) / from) ** ((at - low.at) / (high.at - low.at));
  });
}
