import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autoregressive, normals } from '../../judge/statistics/fixtures/fixtures.ts';
import { hold, played, ramp, type Values } from './fixtures.ts';
import { canSettle, stableRule, surelyPlayed } from './stable.ts';

const RAMP_SECONDS = 9;
const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);
const SHARE_KEPT = 0.5;

const load = (held: number) => [ramp(RAMP_SECONDS, 50), hold(held, 50)];
const flat = (rate: number, p95: number): Values => ({
  http_reqs: { count: rate },
  op_duration: { 'p(95)': p95 },
});

/** Seconds that the load was held until it was ended; undefined when it was played whole. */
function heldUntil(held: number, valuesAt: (second: number) => Values): number | undefined {
  const end = played(
    stableRule(load(held), () => {}),
    RAMP_SECONDS + held,
    (at) => valuesAt(at - RAMP_SECONDS),
  );
  return end === undefined ? undefined : end.second - RAMP_SECONDS;
}

/** The same with chance in both figures, of which each second keeps a part: throughput by this share, p95 by twice it. */
function heldInNoise(
  seed: number,
  noise: number,
  held: number,
  valuesAt: (second: number) => { rate: number; p95: number },
): number | undefined {
  const [rates, p95s] = [seed, -seed].map((each) =>
    autoregressive(held + RAMP_SECONDS, SHARE_KEPT, normals(each)),
  );
  return heldUntil(held, (second) => {
    const { rate, p95 } = valuesAt(second);
    const at = second + RAMP_SECONDS - 1;
    return flat(
      Math.max(0, Math.round(rate * (1 + noise * (rates?.[at] ?? 0)))),
      Math.max(0.1, p95 * (1 + 2 * noise * (p95s?.[at] ?? 0))),
    );
  });
}

test('a load that never changes is ended as soon as it may be, by a rule that says what it saw', () => {
  assert.equal(
    heldUntil(81, () => flat(500, 40)),
    19,
  );
  const end = played(
    stableRule(load(81), () => {}),
    90,
    () => flat(500, 40),
  );
  assert.deepEqual(end?.ending, {
    id: 'settled',
    message:
      'in the last 3 windows of 5 s the throughput (500, 500, 500 operations/s) stayed within 5 % and the p95 (40, 40, 40 ms) within 10 % or 5 ms, and neither kept rising or falling',
  });
});

test('a load that does not settle says at each look what keeps it from that', () => {
  const whyNot = (valuesAt: (second: number) => Values) => {
    let last: string | undefined;
    played(
      stableRule(load(81), (why) => {
        last = why;
      }),
      90,
      (at) => valuesAt(at - RAMP_SECONDS),
    );
    return last ?? 'settled at once';
  };
  assert.match(
    whyNot((second) => flat(500 + 5 * second, 40)),
    /the throughput \(.* operations\/s\) (kept rising|differed too much) \(5 % are allowed\)$/,
  );
  assert.match(
    whyNot((second) => flat(500, 40 + 3 * second)),
    /the p95 \(.* ms\) (kept rising|differed too much) \(10 % or 5 ms are allowed\)$/,
  );
  assert.match(
    whyNot(() => ({ http_reqs: { count: 0 } })),
    /too little succeeded$/,
  );
  assert.equal(
    whyNot(() => flat(500, 40)),
    'settled at once',
  );
});

test('failures are no throughput: a service that begins to fail has not settled', () => {
  const failing = (second: number) => ({
    ...flat(500, 40),
    op_errors_http_5xx: { count: second < 15 ? 0 : 100 },
  });
  const held = heldUntil(81, failing);
  assert.ok(held !== undefined && held > 25, `${held} s`);
});

test('with nothing that succeeds there is nothing that could settle', () => {
  assert.equal(
    heldUntil(81, () => ({ http_reqs: { count: 50 }, op_errors_timeout: { count: 50 } })),
    undefined,
  );
  assert.equal(
    heldUntil(81, () => ({})),
    undefined,
  );
});

test('ordinary noise does not keep a load from being ended', () => {
  const ended = SEEDS.filter(
    (seed) => heldInNoise(seed, 0.03, 270, () => ({ rate: 500, p95: 40 })) !== undefined,
  );
  assert.equal(ended.length, SEEDS.length);
});

test('a noisy one takes longer, and a very noisy one has hardly ever settled', () => {
  const held = (noise: number) =>
    SEEDS.map((seed) => heldInNoise(seed, noise, 270, () => ({ rate: 500, p95: 40 })) ?? 270).reduce(
      (sum, seconds) => sum + seconds / SEEDS.length,
      0,
    );
  const [calm, noisy, wild] = [held(0.03), held(0.1), held(0.3)];
  assert.ok(calm < noisy && noisy < wild && wild > 250, `${calm}, ${noisy}, ${wild} s`);
});

test('a drift is seldom taken for calm: a throughput that falls, a p95 that climbs', () => {
  const falls = SEEDS.filter(
    (seed) => heldInNoise(seed, 0.05, 270, (at) => ({ rate: 500 * 0.99 ** at, p95: 10 })) !== undefined,
  );
  const climbs = SEEDS.filter(
    (seed) => heldInNoise(seed, 0.05, 270, (at) => ({ rate: 500, p95: 40 + 2 * at })) !== undefined,
  );
  assert.ok(falls.length <= 0.1 * SEEDS.length, `${falls.length} falls`);
  assert.ok(climbs.length <= 0.1 * SEEDS.length, `${climbs.length} climbs`);
});

test('a warm-up that takes a minute is waited for', () => {
  const held = heldUntil(270, (at) => flat(Math.round(500 * (1 - Math.exp(-at / 20))), 40));
  assert.ok(held !== undefined && held > 80, `${held} s`);
});

test('only a load that ends in a steady phase which is long enough can settle', () => {
  assert.equal(canSettle(load(20)), true);
  assert.equal(canSettle(load(19)), false);
  const spike = { phase: 'spike', move: 'hold', seconds: 300, level: 9 } as const;
  assert.equal(canSettle([...load(60), spike]), false);
  assert.equal(canSettle([hold(60, 5), ramp(60, 5)]), false);
  assert.equal(canSettle([]), false);
  assert.equal(
    played(
      stableRule([...load(60), spike], () => {}),
      300,
      () => flat(500, 40),
    ),
    undefined,
  );
});

test('of a load that can settle the ramp and the shortest hold are played in any case', () => {
  assert.deepEqual(surelyPlayed(load(270)), load(19));
  assert.deepEqual(surelyPlayed(load(15)), load(15));
});
