/**
 * The Universal Scalability Law, X(N) = λN / (1 + σ(N - 1) + κN(N - 1)): throughput of N concurrent users, where λ is
 * what one of them alone gets, σ what they queue for (contention), κ what each pays for every other (coherency).
 * Source: Gunther, Guerrilla Capacity Planning (2007), chapters 4 and 5. Least squares on the throughput as it was
 * measured, with λ free: so does the R package usl since 2.0.0, which divided by the throughput of one user before.
 */
import { levenbergMarquardt } from 'ml-levenberg-marquardt';

export interface LoadPoint {
  /** Concurrent users, more than 0. Not an arrival rate: that gets what it asks for, and then no more. */
  load: number;
  /** Work done a second. */
  throughput: number;
}

export interface UslCurve {
  lambda: number;
  sigma: number;
  kappa: number;
}

/** The library has no test of convergence: it is done when it has made its steps. */
const SEARCH = { maxIterations: 200, errorTolerance: 0, centralDifference: true, gradientDifference: 1e-6 };

type Term = 'sigma' | 'kappa';
/** What the coefficients are multiplied by at a load. */
const TERMS: Record<Term, (load: number) => number> = {
  sigma: (load) => load - 1,
  kappa: (load) => load * (load - 1),
};

/**
 * The best curve without a negative coefficient. When the best of all has one, the best of the others lies where one
 * of the two is 0. The library's own bounds do not find it: they cut each step off, and the search stops beside it.
 */
export function fitCurve(points: LoadPoint[]): UslCurve {
  const both = fitTerms(points, ['sigma', 'kappa']);
  if (isPossible(both)) return both;
  const edges = [fitTerms(points, ['sigma']), fitTerms(points, ['kappa'])].filter(isPossible);
  return edges.reduce(
    (best, edge) => (explainedShare(points, edge) > explainedShare(points, best) ? edge : best),
    fitTerms(points, []),
  );
}

function isPossible({ sigma, kappa }: UslCurve): boolean {
  return sigma >= 0 && kappa >= 0;
}

/** Least squares; a coefficient that is not asked for stays 0. */
function fitTerms(points: LoadPoint[], terms: Term[]): UslCurve {
  const start = startOf(points);
  const most = Math.max(...points.map(({ throughput }) => throughput));
  // the library damps and differentiates all parameters alike, so each is counted in what makes it about 1
  const highest = Math.max(...points.map(({ load }) => load));
  const curveOf = ([lambda = 0, ...shares]: number[]): UslCurve => {
    const curve = { lambda: lambda * start.lambda, sigma: 0, kappa: 0 };
    for (const [index, term] of terms.entries()) curve[term] = (shares[index] ?? 0) / TERMS[term](highest);
    return curve;
  };
  const { parameterValues } = levenbergMarquardt(
    { x: points.map(({ load }) => load), y: points.map(({ throughput }) => throughput / most) },
    (parameters) => {
      const curve = curveOf(parameters);
      return (load) => throughputAt(load, curve) / most;
    },
    { ...SEARCH, initialValues: [1, ...terms.map((term) => start[term] * TERMS[term](highest))] },
  );
  return curveOf(parameterValues);
}

/** Gunther's linear form, with λ from the level that gave most a user: (λN / X - 1) / (N - 1) = σ + κN. */
function startOf(points: LoadPoint[]): UslCurve {
  const lambda = Math.max(...points.map(({ load, throughput }) => throughput / load));
  const lags = points
    .filter(({ load, throughput }) => load !== 1 && throughput > 0)
    .map(({ load, throughput }) => ({ load, lag: ((lambda * load) / throughput - 1) / (load - 1) }));
  const meanLoad = sum(lags, ({ load }) => load) / lags.length;
  const meanLag = sum(lags, ({ lag }) => lag) / lags.length;
  const slope =
    sum(lags, ({ load, lag }) => (load - meanLoad) * (lag - meanLag)) /
    sum(lags, ({ load }) => (load - meanLoad) ** 2);
  const kappa = Math.max(slope, 0);
  return { lambda, sigma: Math.max(meanLag - kappa * meanLoad, 0), kappa };
}

export function throughputAt(load: number, { lambda, sigma, kappa }: UslCurve): number {
  return (lambda * load) / (1 + sigma * TERMS.sigma(load) + kappa * TERMS.kappa(load));
}

/** Share of the variance of the throughput that the curve explains; NaN when there is a point it has no value for. */
export function explainedShare(points: LoadPoint[], curve: UslCurve): number {
  const mean = sum(points, ({ throughput }) => throughput) / points.length;
  const all = sum(points, ({ throughput }) => (throughput - mean) ** 2);
  const left = sum(points, ({ load, throughput }) => (throughput - throughputAt(load, curve)) ** 2);
  return all === 0 ? 0 : 1 - left / all;
}

function sum<T>(items: T[], term: (item: T) => number): number {
  return items.reduce((total, item) => total + term(item), 0);
}
