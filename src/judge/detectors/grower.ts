import type { Sample, SampleName } from '../../contract/contract.ts';
import { series } from '../evidence.ts';

/**
 * How much a total grew between any two moments, by the readings around them: between two readings it is taken to grow
 * evenly. Undefined where there are no readings on both sides, or where it fell.
 */
export function grower(
  samples: Sample[],
  name: SampleName,
): (fromMs: number, toMs: number) => number | undefined {
  const points = series(samples, name);
  const at = (ms: number): number | undefined => {
    const next = lowerBound(points, ms);
    const [before, after] = [points[next - 1], points[next]];
    if (after?.t === ms) return after.value;
    if (before === undefined || after === undefined) return undefined;
    return before.value + ((after.value - before.value) * (ms - before.t)) / (after.t - before.t);
  };
  return (fromMs, toMs) => {
    const [from, to] = [at(fromMs), at(toMs)];
    return from === undefined || to === undefined || to < from ? undefined : to - from;
  };
}

/** Index of the first point at or after a moment: a soak has very many of them. */
function lowerBound(points: { t: number }[], ms: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.t ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
