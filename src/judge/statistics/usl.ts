/**
 * Where does throughput peak? A second opinion, from the Universal Scalability Law (usl-curve.ts), or the reason why
 * there is none: a curve can be laid through any points, and its peak is made up unless they bend.
 */
import { explainedShare, fitCurve, type LoadPoint, throughputAt, type UslCurve } from './usl-curve.ts';

export interface UslFit extends UslCurve {
  /** Where throughput is highest; absent without coherency (κ = 0) and where it lies too far beyond the loads measured. */
  peakLoad?: number;
  peakThroughput?: number;
  /** Share of the variance of the throughput that the curve explains. */
  rSquared: number;
}

/** With three coefficients, as many points to check them by. */
const MIN_LEVELS = 6;
/**
 * How far throughput must lag the straight line at the highest load, unless it falls there. With less of a bend, and
 * throughput measured to 3 %, most of the peaks found are off by half or more (simulated).
 */
const MIN_LAG = 0.25;
/** A curve that explains less follows another law. */
const MIN_R_SQUARED = 0.9;
/** Of the peaks predicted further out than this, as a multiple of the highest load, most are off by half or more (likewise). */
const FURTHEST_PEAK = 2;

/** @returns why not, for a person, when the points tell no such curve. */
export function fitUsl(points: LoadPoint[]): UslFit | { refused: string } {
  const levels = levelsOf(points);
  const unfit = whyUnfit(levels);
  if (unfit) return { refused: unfit };
  const curve = fitCurve(points);
  const rSquared = explainedShare(points, curve);
  // what is not a number is refused too, here and below
  if (!(rSquared >= MIN_R_SQUARED))
    return {
      refused: `the curve explains ${percent(rSquared)} of the variance of the throughput, ${percent(MIN_R_SQUARED)} are needed`,
    };
  const peakLoad = Math.sqrt((1 - curve.sigma) / curve.kappa);
  const [lowest = 0, highest = 0] = [levels[0]?.load, levels.at(-1)?.load];
  if (!(peakLoad > lowest))
    return { refused: `throughput falls from the lowest load on (${lowest}): begin lower` };
  return {
    ...curve,
    rSquared,
    ...(peakLoad <= FURTHEST_PEAK * highest && { peakLoad, peakThroughput: throughputAt(peakLoad, curve) }),
  };
}

/** The mean throughput of each load, in ascending order of load. */
function levelsOf(points: LoadPoint[]): LoadPoint[] {
  const loads = [...new Set(points.map(({ load }) => load))].sort((a, b) => a - b);
  return loads.map((load) => {
    const same = points.filter((point) => point.load === load);
    return { load, throughput: same.reduce((sum, { throughput }) => sum + throughput, 0) / same.length };
  });
}

function whyUnfit(levels: LoadPoint[]): string | undefined {
  if (levels.length < MIN_LEVELS) return `${levels.length} load levels, at least ${MIN_LEVELS} are needed`;
  const last = levels.at(-1)?.throughput ?? Number.NaN;
  const falls = levels.some(({ throughput }) => throughput > last);
  const shares = levels.map(({ load, throughput }) => throughput / load);
  const lag = 1 - (shares.at(-1) ?? Number.NaN) / Math.max(...shares);
  if (!falls && lag < MIN_LAG)
    return 'throughput still grows almost in proportion to the load at the highest level: go higher';
  return undefined;
}

function percent(share: number): string {
  return `${Math.floor(100 * Math.max(share, 0) || 0)} %`;
}
