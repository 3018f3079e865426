import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { K6Summary } from '../../contract.ts';
import type { Finding, ScenarioPlan } from '../../records.ts';
import { counter, evidenceOf, PING, rate, samplesOf, summaryOf, trend } from '../fixtures.ts';
import { judgeBreakingPoint } from './breaking-point.ts';

const THINK_SECONDS = 1;
const SERVICE_SECONDS = 0.01;
const HOLD_SECONDS = 60;
const LADDER_VUS = [100, 200, 500, 1000, 2000];

interface Shown {
  throughput: number;
  medianMs: number;
  errorRate: number;
}

/** A ladder on which each level shows this; then it goes back to the base, which is no level of the ladder. */
function ladder(
  shown: (vus: number) => Shown,
  more: K6Summary['metrics'] = {},
  levelsVus = LADDER_VUS,
): Finding[] {
  const metrics: K6Summary['metrics'] = {};
  const legs = levelsVus.flatMap((vus, index): ScenarioPlan['legs'] => {
    const { throughput, medianMs, errorRate } = shown(vus);
    const ended = Math.round(throughput * HOLD_SECONDS);
    const failed = Math.round(ended * errorRate);
    const leg = 2 * index + 1;
    metrics[`op_duration{leg:${leg}}`] = trend({ med: medianMs, 'p(95)': 2 * medianMs }, ended - failed);
    metrics[`op_failed{leg:${leg}}`] = rate(failed, ended - failed);
    return [
      { phase: 'level', move: 'ramp', seconds: HOLD_SECONDS, level: vus },
      { phase: 'level', move: 'hold', seconds: HOLD_SECONDS, level: vus },
    ];
  });
  const scenario = { ...PING, legs: [...legs, { phase: 'recovery', move: 'hold', seconds: 60, level: 1 }] };
  return judgeBreakingPoint(
    evidenceOf({ scenario: scenario as ScenarioPlan, summary: summaryOf({ ...metrics, ...more }) }),
  );
}

/** A closed model by Little's law: a service that does so many operations a second and not one more. */
function closedModel(capacity: number) {
  return (vus: number): Shown => {
    const throughput = Math.min(vus / (THINK_SECONDS + SERVICE_SECONDS), capacity);
    return { throughput, medianMs: (vus / throughput - THINK_SECONDS) * 1000, errorRate: 0 };
  };
}

const UNBOUNDED = closedModel(Number.POSITIVE_INFINITY);

test('a service that takes every level does not break, and that says up to where', () => {
  assert.deepEqual(ladder(UNBOUNDED), [
    {
      detector: 'breaking-point',
      status: 'healthy',
      metric: 'vus',
      value: 2000,
      unit: 'VUs',
      message: 'did not break up to 2000 VUs',
      evidence: ['summary.json', 'timeline.ndjson', 'samples.ndjson'],
    },
  ]);
});

test('a ceiling between two levels is found between them, with throughput and latency of both', () => {
  const [found] = ladder(closedModel(600));
  assert.equal(found?.status, 'healthy', 'a ladder is there to find the end');
  assert.equal(found?.value, 1000);
  assert.equal(
    found?.message,
    'breaks between 500 and 1000 VUs: throughput meets a ceiling (495/s, then 600/s) while the median goes from 10 ms to 667 ms',
  );
});

test('wherever the ceiling is planted, it lies in the interval', () => {
  for (const [index, before] of LADDER_VUS.slice(0, -1).entries()) {
    const level = LADDER_VUS[index + 1] ?? 0;
    // A ceiling that a level just touches shows only on the next: no more than 0.84 of the level is planted.
    for (const knee of [1.02 * before, (before + 0.84 * level) / 2, 0.84 * level]) {
      const [found] = ladder(closedModel(knee / (THINK_SECONDS + SERVICE_SECONDS)));
      assert.match(
        found?.message ?? '',
        new RegExp(`^breaks between ${before} and ${level} VUs: throughput`),
        `${knee} VUs`,
      );
    }
  }
});

test('more throughput for a slower answer is no ceiling, and neither is a step too small to tell', () => {
  const slower = (vus: number) => ({ throughput: vus * 0.9, medianMs: vus, errorRate: 0 });
  assert.match(ladder(slower)[0]?.message ?? '', /^did not break/);
  const flat = (vus: number) => ({ throughput: 100, medianMs: vus ** 3, errorRate: 0 });
  assert.match(ladder(flat, {}, [100, 139, 190])[0]?.message ?? '', /^did not break up to 190 VUs$/);
  assert.match(ladder(flat, {}, [100, 140])[0]?.message ?? '', /^breaks between 100 and 140 VUs/);
});

test('throughput that stays flat while answers stay fast is the think time of the users, not a ceiling', () => {
  const flat = () => ({ throughput: 100, medianMs: 5, errorRate: 0 });
  assert.match(ladder(flat)[0]?.message ?? '', /^did not break/);
});

test('more than one operation in twenty that fails is the end, with the most frequent kind', () => {
  const failing = (share: number) => (vus: number) => ({
    throughput: vus,
    medianMs: 5,
    errorRate: vus >= 500 ? share : 0,
  });
  const kinds = { op_errors_timeout: counter(4), op_errors_http_5xx: counter(90) };
  const [found] = ladder(failing(0.2), kinds);
  assert.deepEqual(
    [found?.value, found?.message],
    [500, 'breaks between 200 and 500 VUs: 20 % of the operations fail there, most of all by http_5xx'],
  );
  assert.match(ladder(failing(0.05), kinds)[0]?.message ?? '', /^did not break/);
  assert.match(ladder(failing(0.2))[0]?.message ?? '', /: 20 % of the operations fail there$/);
});

test('a first level that is broken says at how many or fewer', () => {
  const [found] = ladder((vus) => ({ ...UNBOUNDED(vus), errorRate: 1 }));
  assert.deepEqual(
    [found?.value, found?.message],
    [100, 'breaks at 100 VUs or fewer: 100 % of the operations fail there'],
  );
});

test('a level on which nothing ended is broken, whatever it was that held it up', () => {
  const [found] = ladder((vus) => (vus < 1000 ? UNBOUNDED(vus) : { ...UNBOUNDED(vus), throughput: 0 }));
  assert.equal(found?.message, 'breaks between 500 and 1000 VUs: not one operation ended there');
});

test('what the box ran out of is named beside the breaking point, and only there', () => {
  const throttled = samplesOf({
    cgroup_cpu_periods_total: [0, 10],
    cgroup_cpu_throttled_periods_total: [0, 9],
  });
  const judged = (failed: number) =>
    judgeBreakingPoint(
      evidenceOf({
        samples: throttled,
        scenario: {
          ...PING,
          legs: [1, 2].map((vus) => ({ phase: 'level', move: 'hold', seconds: 10, level: vus }) as const),
        },
        summary: summaryOf({
          'op_duration{leg:0}': trend({ med: 4 }, 100),
          'op_failed{leg:0}': rate(0, 100),
          'op_duration{leg:1}': trend({ med: 4 }, 200),
          'op_failed{leg:1}': rate(failed, 200),
        }),
      }),
    )[0];
  assert.match(judged(50)?.cause ?? '', /throttled in 90 %/);
  assert.equal(judged(0)?.cause, undefined);
});

test('a scenario without a ladder, or with a summary that is lost, has no breaking point', () => {
  assert.deepEqual(judgeBreakingPoint(evidenceOf()), []);
  assert.deepEqual(ladder(UNBOUNDED, {}, [100]), []);
  const legs = LADDER_VUS.map((vus) => ({ phase: 'level', move: 'hold', seconds: 10, level: vus }) as const);
  assert.deepEqual(judgeBreakingPoint(evidenceOf({ scenario: { ...PING, legs }, summary: undefined })), []);
});
