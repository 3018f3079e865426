import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClose, normals, oracle } from './fixtures/fixtures.ts';
import { fitUsl, type UslFit } from './usl.ts';
import { type LoadPoint, throughputAt } from './usl-curve.ts';

interface OracleSet {
  name: string;
  points: [load: number, throughput: number][];
  published: Partial<UslFit>;
  accuracy: number;
  scipy: Partial<UslFit>;
}

const LOADS = [1, 2, 4, 8, 16, 32, 64];
const BENT = { lambda: 100, sigma: 0.03, kappa: 0.001 };

for (const { name, points, published, accuracy, scipy } of oracle<{ sets: OracleSet[] }>('usl').sets)
  test(`R's usl, the Rust crate usl and scipy agree: ${name}`, () => {
    const fit = fitted(points.map(([load, throughput]) => ({ load, throughput })));
    for (const [what, value] of entries(published)) {
      const actual = fit[what] ?? Number.NaN;
      assert.ok(Math.abs(actual - value) <= accuracy * value, `${what}: ${actual}, published ${value}`);
    }
    for (const [what, value] of entries(scipy))
      assert.ok(isClose(fit[what] ?? Number.NaN, value), `${what}: ${fit[what]}, scipy has ${value}`);
  });

test('a known curve is found again, whatever the units and the order, and so is its peak', () => {
  for (const scale of [1e-6, 1, 1e9]) {
    const curve = { ...BENT, lambda: BENT.lambda * scale };
    const { peakLoad, peakThroughput, ...fit } = fitted(pointsOf(curve).reverse());
    for (const [what, value] of entries({ ...curve, rSquared: 1 }))
      assert.ok(isClose(fit[what], value), what);
    assert.ok(isClose(peakLoad ?? 0, Math.sqrt(0.97 / 0.001)));
    assert.ok(isClose(peakThroughput ?? 0, throughputAt(peakLoad ?? 0, curve)));
  }
});

test('a few percent of noise, in several readings of each load, move the peak little', () => {
  const normal = normals(3);
  const noisy = Array.from({ length: 5 }, () => pointsOf(BENT, LOADS, () => 1 + 0.03 * normal())).flat();
  const { peakLoad = 0 } = fitted(noisy);
  assert.ok(25 < peakLoad && peakLoad < 39, `${peakLoad}`);
});

test('without coherency there is no peak, and one far beyond the loads measured is not told', () => {
  const flat = fitted(pointsOf({ lambda: 100, sigma: 0.1, kappa: 0 }));
  const far = fitted(pointsOf({ lambda: 100, sigma: 0.03, kappa: 1e-5 }));
  for (const { peakLoad, peakThroughput } of [flat, far])
    assert.deepEqual([peakLoad, peakThroughput], [undefined, undefined]);
  assert.ok(flat.kappa < 1e-9 && isClose(far.kappa, 1e-5));
});

test('no coefficient is negative: where one wants to be, it is 0', () => {
  const late = fitted(pointsOf({ lambda: 100, sigma: -0.002, kappa: 0.001 }));
  const early = fitted(pointsOf({ lambda: 100, sigma: 0.1, kappa: -0.0001 }));
  assert.deepEqual([late.sigma, early.kappa], [0, 0]);
  assert.ok(late.kappa > 0 && early.sigma > 0);
});

test('points that do not tell a curve are refused, and it is said why', () => {
  const straight = pointsOf({ lambda: 100, sigma: 0.002, kappa: 0 });
  const zigzag = LOADS.map((load, index) => ({ load, throughput: index % 2 ? 20 : 10 }));
  const falling = pointsOf({ lambda: 100, sigma: 0.1, kappa: 0.1 }, [10, 20, 30, 40, 50, 60]);
  const dead = LOADS.map((load) => ({ load, throughput: 0 }));
  for (const [points, reason] of [
    [
      [...pointsOf(BENT, [1, 2, 4, 8, 64]), ...pointsOf(BENT, [64])],
      /^5 load levels, at least 6 are needed$/,
    ],
    [straight, /^throughput still grows almost in proportion to the load/],
    [zigzag, /^the curve explains \d+ % of the variance of the throughput, 90 % are needed$/],
    [falling, /^throughput falls from the lowest load on \(10\)/],
    [dead, /^the curve explains 0 %/],
    [pointsOf(BENT).map((point, index) => (index === 3 ? { ...point, throughput: Number.NaN } : point)), /./],
    [[], /^0 load levels/],
  ] as [LoadPoint[], RegExp][]) {
    const result = fitUsl(points);
    assert.ok('refused' in result, reason.source);
    assert.match(result.refused, reason);
  }
});

function pointsOf(
  curve: Pick<UslFit, 'lambda' | 'sigma' | 'kappa'>,
  loads = LOADS,
  factor = () => 1,
): LoadPoint[] {
  return loads.map((load) => ({ load, throughput: throughputAt(load, curve) * factor() }));
}

function fitted(points: LoadPoint[]): UslFit {
  const fit = fitUsl(points);
  assert.ok(!('refused' in fit), 'refused' in fit ? fit.refused : '');
  return fit;
}

function entries<T extends object>(values: T): [keyof T, number][] {
  return Object.entries(values) as [keyof T, number][];
}
