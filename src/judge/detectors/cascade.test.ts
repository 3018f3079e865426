import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome, ScenarioPlan } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Found } from '../detector.ts';
import { evidenceOf, outcomeOf, PING, rate, START_MS, summaryOf, trend } from '../fixtures.ts';
import { cascadeNeedsSeconds, judgeCascade } from './cascade.ts';
import { judgeRecovery } from './recovery.ts';

/** What a second of the load shows: p95, ms, and the share of failures. */
interface Second {
  ms?: number;
  failed?: number;
}
const RECOVERY_SECONDS = cascadeNeedsSeconds({ scenario: PING });
const seconds = (count: number, second: Second): Second[] => new Array(count).fill(second);
const CALM = { ms: 20 };
const BASE = seconds(12, CALM);

function legsOf(spikes: number, recoverySeconds = RECOVERY_SECONDS): ScenarioPlan['legs'] {
  const spike = [
    { phase: 'spike', move: 'hold', seconds: 6, level: 500 },
    { phase: 'recovery', move: 'hold', seconds: recoverySeconds, level: 100 },
  ] as const;
  return [{ phase: 'base', move: 'hold', seconds: 12, level: 100 }, ...new Array(spikes).fill(spike).flat()];
}

function evidence(column: Second[], legs = legsOf(1), outcome: Outcome = outcomeOf()) {
  const timeline = column.map(({ ms, failed = 0 }, second): Snapshot => {
    const ended = ms === undefined && failed === 0 ? 0 : 100;
    return {
      t: START_MS + (second + 1) * 1000,
      values: {
        vus: { value: 100 },
        http_reqs: { count: ended },
        ...(ended === 0 ? {} : { op_failed: { rate: failed } }),
        ...(failed === 0 ? {} : { op_errors_http_5xx: { count: 100 * failed } }),
        ...(ms === undefined ? {} : { op_duration: { 'p(95)': ms } }),
      },
    };
  });
  const summary = summaryOf({
    'op_duration{leg:0}': trend({ 'p(95)': 20 }),
    'op_duration{leg:1}': trend({ 'p(95)': 900 }),
    'op_failed{leg:1}': rate(0, 600),
  });
  return evidenceOf({ scenario: { ...PING, legs }, timeline, outcome, summary });
}

/** What cascade and recovery make of one spike and its recovery. */
function both(spike: Second, recovery: Second): [string | undefined, string | undefined] {
  const all = evidence([...BASE, ...seconds(6, spike), ...seconds(RECOVERY_SECONDS, recovery)]);
  const [found, ...more] = [...judgeCascade(all), ...judgeRecovery(all)];
  assert.deepEqual(more, [], 'one of them speaks');
  return [found?.detector, found?.message];
}

test('a service that comes back, and one that merely stays slow, are told by recovery alone', () => {
  assert.deepEqual(both({ ms: 900 }, CALM), ['recovery', 'recovered after the spike within 1 s']);
  assert.equal(both({ ms: 900 }, { ms: 900 })[0], 'recovery');
  assert.equal(both({ ms: 900 }, { ms: 1300 })[0], 'recovery');
  assert.equal(both({ ms: 900, failed: 0.4 }, { ms: 900, failed: 0.4 })[0], 'recovery');
});

test('answers that take much longer than in the spike are a cascade', () => {
  assert.deepEqual(both({ ms: 900 }, { ms: 1400 }), [
    'cascade',
    'kept failing after the spike was over: p95 is 1.40 s in the recovery, and was 900 ms in the spike (from 0:18 of the load on)',
  ]);
});

test('more errors than in the spike are a cascade, however fast they come', () => {
  assert.deepEqual(both({ ms: 900, failed: 0.1 }, { ms: 20, failed: 0.6 }), [
    'cascade',
    'kept failing after the spike was over: 60 % of the operations fail in the recovery, 10 % did in the spike (from 0:18 of the load on)',
  ]);
});

test('a service that answered in the spike and nothing afterwards is a cascade; one that was silent already is not', () => {
  assert.match(both({ ms: 900 }, {})[1] ?? '', /: it is unresponsive \(from 0:18/);
  assert.equal(both({}, {})[0], 'recovery');
});

test('in a short recovery requests of the spike may still time out', () => {
  const short = legsOf(1, RECOVERY_SECONDS - 1);
  const column = [
    ...BASE,
    ...seconds(6, { ms: 900 }),
    ...seconds(RECOVERY_SECONDS, { ms: 9000, failed: 0.9 }),
  ];
  assert.deepEqual(judgeCascade(evidence(column, short)), []);
});

test('where a request may take longer, so must the recovery', () => {
  const column = [
    ...BASE,
    ...seconds(6, { ms: 900 }),
    ...seconds(RECOVERY_SECONDS, { ms: 9000, failed: 0.9 }),
  ];
  const played = evidence(column);
  const patient = { ...played, scenario: { ...played.scenario, requestTimeoutSeconds: 60 } };
  assert.deepEqual([judgeCascade(played).length, judgeCascade(patient).length], [1, 0]);
});

function death(second: number): Outcome {
  const atMs = START_MS + second * 1000;
  return outcomeOf({
    firstCause: { id: 'target-exited', message: 'the service ended with exit code 1 under load', atMs },
  });
}

test('a death in the recovery from a spike that had hurt is a cascade, with how long after it', () => {
  const column = [...BASE, ...seconds(6, { ms: 900 }), ...seconds(4, { ms: 900 })];
  const [found] = judgeCascade(evidence(column, legsOf(1), death(21)));
  assert.deepEqual(
    [found?.status, found?.message],
    [
      'critical',
      'kept failing after the spike was over: the service ended with exit code 1 under load, 3 s after it (from 0:21 of the load on)',
    ],
  );
  assert.deepEqual(judgeCascade(evidence(column, legsOf(1), death(16))), [], 'it died in the spike');
});

test('a death after a spike that had not hurt has another cause', () => {
  const calm = evidence([...BASE, ...seconds(10, CALM)], legsOf(1), death(21));
  const summary = summaryOf({
    'op_duration{leg:0}': trend({ 'p(95)': 20 }),
    'op_duration{leg:1}': trend({ 'p(95)': 22 }),
  });
  assert.deepEqual(judgeCascade({ ...calm, summary }), []);
});

function spikes(...p95s: number[]): Found[] {
  const each = p95s.flatMap((ms) => [...seconds(6, { ms }), ...seconds(RECOVERY_SECONDS, CALM)]);
  return judgeCascade(evidence([...BASE, ...each], legsOf(p95s.length)));
}

test('three spikes each of which hurts half as much again are a cascade, two or uneven ones are none', () => {
  assert.match(
    spikes(400, 700, 1200)[0]?.message ?? '',
    /^each spike hurts more .* p95 400 ms, 700 ms, 1.20 s \(from 0:33/,
  );
  assert.deepEqual(
    [spikes(400, 700), spikes(400, 700, 1000), spikes(400, 400, 1200), spikes(2, 4, 8)],
    [[], [], [], []],
  );
});

test('without a spike there is nothing to come from', () => {
  assert.deepEqual(judgeCascade(evidenceOf()), []);
  assert.deepEqual(judgeCascade(evidenceOf({ summary: undefined, outcome: undefined })), []);
});
