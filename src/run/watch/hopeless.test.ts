import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniforms } from '../../judge/statistics/fixtures/fixtures.ts';
import { hold, planOf, played, type Values } from './fixtures.ts';
import { hopelessRule } from './hopeless.ts';

const ERRORS = { metric: 'op_failed', stat: 'rate', unit: 'ratio', healthy: 0.05, critical: 0.15 } as const;
const P95 = {
  metric: 'op_duration{op:ping}',
  stat: 'p(95)',
  unit: 'ms',
  healthy: 50,
  critical: 500,
} as const;
const VUS = 100;

function second(ended: number, failed = 0, stats: Record<string, number> = {}): Values {
  return {
    vus: { value: VUS },
    http_reqs: { count: ended },
    ...(failed === 0 ? {} : { op_errors_http_5xx: { count: failed } }),
    op_duration: stats,
  };
}

/** Quantiles of a second in which all operations took about so long. */
const all = (ms: number) => ({ min: ms, med: ms, 'p(90)': ms, 'p(95)': ms, 'p(99)': ms, max: ms });

test('a service that fails in everything is given up when all that can come would not mend it', () => {
  const plan = planOf({ limits: [ERRORS], legs: [hold(60, VUS)], operations: 2 });
  const end = played(hopelessRule(plan), 60, () => second(100, 100));
  // bad 100 t > 0.15 × (100 t + 2 × (100 × (60 - t) + 100)) + 1
  assert.equal(end?.second, 16);
  assert.deepEqual(end?.ending, {
    id: 'limit-hopeless',
    message:
      '100 % of 1600 operations failed in the first 16 of 60 s: even if everything had gone well from then on, more than the critical 15 % would have failed in the end; --abort-on critical ended the load there',
  });
});

test('what could still pass is played on, though at the moment it is far over its mark', () => {
  const plan = planOf({ limits: [ERRORS], legs: [hold(60, VUS)] });
  const burst = (at: number) => second(100, at <= 8 ? 100 : 0);
  assert.equal(played(hopelessRule(plan), 60, burst), undefined);
});

test('a service that hangs and wakes up again is not judged by the rate it had while it hung', () => {
  const plan = planOf({ limits: [ERRORS], legs: [hold(60, VUS)], operations: 4 });
  // each VU waits 10 s for its one failure; awake they do 400 operations a second
  const hung = (at: number) => (at <= 20 ? second(10, 10) : second(400));
  assert.equal(played(hopelessRule(plan), 60, hung), undefined);
});

test('a whole share of failures under the mark never ends a load, whenever they come', () => {
  const plan = planOf({ limits: [ERRORS, P95], legs: [hold(60, VUS)] });
  for (let seed = 1; seed <= 50; seed++) {
    const uniform = uniforms(seed);
    const from = Math.floor(uniform() * 52);
    const noisy = (at: number) =>
      second(90 + Math.round(10 * uniform()), at > from && at <= from + 8 ? 90 : 0, all(40));
    assert.equal(played(hopelessRule(plan), 60, noisy), undefined, `seed ${seed}`);
  }
});

test('slowness is given up by what the quantiles of each second prove', () => {
  const plan = planOf({ limits: [P95], legs: [hold(60, VUS)] });
  const end = played(hopelessRule(plan), 60, () => second(90, 0, all(900)));
  assert.equal(end?.second, 4);
  assert.match(
    end?.ending.message ?? '',
    /^all 360 operations took longer than 500 ms in the first 4 of 60 s: even if everything had gone well from then on, p95 of ping would have been over that critical mark in the end;/,
  );
  const half = played(hopelessRule(plan), 60, () => second(90, 0, { ...all(900), min: 20 }));
  const tenth = played(hopelessRule(plan), 60, () =>
    second(90, 0, { min: 20, med: 30, 'p(90)': 600, max: 900 }),
  );
  assert.match(half?.ending.message ?? '', /^at least 50 % of \d+ operations took longer than 500 ms /);
  assert.ok((half?.second ?? 0) > 4 && (tenth?.second ?? 0) > (half?.second ?? 0));
});

test('a slow tail that the quantile does not see is no reason', () => {
  const plan = planOf({ limits: [P95], legs: [hold(60, VUS)] });
  const tail = { min: 20, med: 30, 'p(90)': 40, 'p(95)': 450, 'p(99)': 900, max: 2000 };
  assert.equal(
    played(hopelessRule(plan), 60, () => second(100, 0, tail)),
    undefined,
  );
});

test('a limit of one operation among several is looked at in the series of that operation alone', () => {
  const limit = { ...P95, metric: 'op_duration{op:upload}' };
  const plan = planOf({ limits: [limit], legs: [hold(60, VUS)], operations: 2 });
  const both = second(200, 0, all(900));
  assert.equal(
    played(hopelessRule(plan), 60, () => both),
    undefined,
    'all operations say nothing of one',
  );
  const own = { 'http_reqs{op:upload}': { count: 100 }, 'op_duration{op:upload}': all(900) };
  assert.notEqual(
    played(hopelessRule(plan), 60, () => ({ ...both, ...own })),
    undefined,
  );
  const other = { 'http_reqs{op:remove}': { count: 100 }, 'op_duration{op:remove}': all(900) };
  assert.equal(
    played(hopelessRule(plan), 60, () => ({ ...both, ...other })),
    undefined,
  );
});

test('a statistic that cannot be foretold, and a load that nothing bounds, are played to their end', () => {
  const average = { ...P95, stat: 'avg' };
  const bad = () => second(90, 90, all(900));
  assert.equal(played(hopelessRule(planOf({ limits: [average] })), 60, bad), undefined);
  assert.equal(played(hopelessRule(planOf({ limits: [ERRORS, P95], thinkSeconds: 0 })), 60, bad), undefined);
});

test('when the planned load is over there is nothing left to end', () => {
  const late = (at: number) => (at < 60 ? second(100) : second(100_000, 100_000));
  assert.equal(
    played(hopelessRule(planOf({ limits: [ERRORS], legs: [hold(60, VUS)] })), 75, late),
    undefined,
  );
});
