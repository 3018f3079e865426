import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf, verdictOf } from '../judge/fixtures.ts';
import type { Doubt, Finding, ScenarioVerdict } from '../store/records/records.ts';
import type { Expectation, Row } from './rows.ts';
import { expectedText, score } from './score.ts';

const CLEAN: Row = { name: 'clean:ping', scenario: 'ping', seconds: 15 };
const SATURATED: Doubt = { id: 'generator-saturated', message: 'k6 had no CPU left', action: 'more cores' };
const NOT_ENFORCED: Doubt = { id: 'limits-not-enforced', message: 'no limits', action: 'docker' };
const LEAK = findingOf({
  detector: 'leak',
  metric: 'runtime_heap_mb',
  growthPerRequest: 63 / 1024,
  status: 'critical',
  message: 'heap grows by 3.2 MiB a second, 63 KiB a request (48 MiB in 15 seconds)',
});
const ERRORS = findingOf({ detector: 'errors', status: 'critical', message: 'errors abound' });

function planted(expect: Partial<Expectation> = {}): Row {
  const leak = { detector: 'leak' as const, metric: 'runtime_heap_mb' };
  return {
    name: 'heap-leak',
    scenario: 'soak',
    seconds: 30,
    fault: 'heap-leak',
    expect: { ...leak, ...expect },
  };
}

function critical(...findings: Finding[]): ScenarioVerdict {
  return verdictOf({ status: 'critical', findings: [findingOf(), ...findings] });
}

test('a fault that is found and named first is a hit', () => {
  assert.deepEqual(score(planted(), critical(LEAK, ERRORS)), {
    result: 'hit',
    found: 'critical: leak runtime_heap_mb',
  });
});

test('a fault of which nothing is said is a miss, and what was said instead is the reason', () => {
  const why = (verdict: ScenarioVerdict) => score(planted(), verdict).why;
  assert.equal(why(verdictOf()), 'nothing was found of leak runtime_heap_mb: healthy');
  assert.equal(why(critical(ERRORS)), 'nothing was found of leak runtime_heap_mb: errors abound');
  const ofHandles = { ...LEAK, metric: 'runtime_handles', message: 'handles grow' };
  assert.equal(why(critical(ofHandles)), 'nothing was found of leak runtime_heap_mb: handles grow');
  const healthy = { ...LEAK, status: 'healthy' as const };
  assert.equal(why(critical(healthy, ERRORS)), 'nothing was found of leak runtime_heap_mb: errors abound');
});

test('a fault that is found behind another finding is a miss, unless that one may speak first', () => {
  const verdict = critical(ERRORS, LEAK);
  assert.equal(score(planted(), verdict).why, 'errors op_failed rate is named first: errors abound');
  assert.equal(score(planted({ after: ['errors'] }), verdict).result, 'hit');
});

test('a fault that is called less than it is, is a miss', () => {
  const verdict = verdictOf({ status: 'warning', findings: [{ ...LEAK, status: 'warning' }] });
  assert.equal(score(planted(), verdict).why, `its status is warning: ${LEAK.message}`);
  assert.equal(score(planted({ statuses: ['warning', 'critical'] }), verdict).result, 'hit');
});

test('a fault that is doubted is a miss, and the doubt is the reason', () => {
  const verdict = verdictOf({
    status: 'unknown',
    findings: [{ ...LEAK, status: 'warning' }],
    doubts: [NOT_ENFORCED],
  });
  assert.deepEqual(score(planted(), verdict), {
    result: 'miss',
    found: 'unknown',
    why: 'it is unknown: no limits',
  });
});

test('a planted rate must be found again', () => {
  const scoreOf = (value: number) =>
    score(planted({ planted: { quantity: 'leakPerRequest', value } }), critical(LEAK));
  const near = scoreOf(64);
  assert.equal(near.result, 'hit');
  assert.equal(near.planted?.found, 63);
  const far = scoreOf(90);
  assert.equal(far.result, 'miss');
  assert.equal(far.why, '63 KiB a request, planted 90 (-30 %)');
});

test('a planted capacity must lie in the interval, whatever is said of the service besides', () => {
  const expect: Expectation = {
    detector: 'breaking-point',
    statuses: ['healthy'],
    isMeasurement: true,
    planted: { quantity: 'capacity', value: 500 },
  };
  const scoreOf = (interval: { low: number; high: number } | undefined) => {
    const point = findingOf({ detector: 'breaking-point', message: 'it breaks' });
    const unit = 'operations/s';
    const found = interval === undefined ? point : { ...point, interval: { ...interval, unit } };
    return score({ ...planted(), expect }, verdictOf({ findings: [findingOf(), found] }));
  };
  assert.equal(scoreOf({ low: 480, high: 530 }).result, 'hit');
  assert.equal(scoreOf({ low: 510, high: 530 }).why, '510 to 530 operations/s, planted 500');
  assert.equal(scoreOf({ low: 400, high: 700 }).why, '400 to 700 operations/s, planted 500');
  assert.equal(scoreOf(undefined).why, 'no number of operations/s, planted 500');
});

test('a clean row is a hit, also when a busy machine made it slow', () => {
  assert.deepEqual(score(CLEAN, verdictOf()), { result: 'hit', found: 'healthy' });
  const slow = verdictOf({ status: 'warning', findings: [findingOf({ status: 'warning' })] });
  assert.deepEqual(score(CLEAN, slow), { result: 'hit', found: 'warning: limits op_failed rate' });
});

test('a clean row that is critical, or said to leak or to creep, is a false alarm', () => {
  assert.equal(score(CLEAN, critical(ERRORS)).result, 'false-alarm');
  for (const detector of ['leak', 'degradation'] as const) {
    const findings = [findingOf({ detector, status: 'warning', message: 'it grows' })];
    for (const status of ['warning', 'unknown'] as const) {
      const { result, why } = score(CLEAN, verdictOf({ status, findings, doubts: [SATURATED] }));
      assert.deepEqual({ result, why }, { result: 'false-alarm', why: 'it grows' });
    }
  }
});

test('a clean row that is unknown is counted as such when the verdict says why, else as a miss', () => {
  const findings = [findingOf({ status: 'unknown', message: 'the detector failed: oops' })];
  const resultOf = (...doubts: Doubt[]) =>
    score(CLEAN, verdictOf({ status: 'unknown', findings, doubts })).result;
  assert.equal(resultOf(SATURATED), 'unknown');
  assert.equal(resultOf(NOT_ENFORCED), 'unknown');
  assert.equal(resultOf(), 'miss');
  assert.equal(resultOf({ id: 'profile-missing', message: 'no profile', action: 'none' }), 'miss');
});

test('what is expected, in words', () => {
  assert.equal(
    expectedText(planted({ statuses: ['warning', 'critical'] })),
    'warning/critical: leak runtime_heap_mb',
  );
  assert.equal(expectedText(CLEAN), 'nothing');
});

test('beside busy programs it is right to say that nothing is known, and wrong to accuse the service', () => {
  const row: Row = { ...CLEAN, name: 'clean:busy-machine', isBesideBusyPrograms: true };
  const unknown = (doubt: Doubt) => verdictOf({ status: 'unknown', doubts: [doubt] });
  assert.equal(score(row, unknown(SATURATED)).result, 'hit');
  assert.equal(score(CLEAN, unknown(SATURATED)).result, 'unknown');
  assert.equal(score(row, critical(ERRORS)).result, 'false-alarm');
  assert.equal(score(row, verdictOf({ status: 'unknown', doubts: [] })).result, 'miss');
});

test('of a server that lacks what the scenario is about, only that is right', () => {
  const row: Row = { name: 'clean:s3/lifecycle', scenario: 's3/lifecycle', isLackedByServer: true };
  const lacking: Doubt = { id: 'not-supported', message: 'not supported by this server', action: 'nothing' };
  const unknown = (doubt: Doubt) => score(row, verdictOf({ status: 'unknown', doubts: [doubt] })).result;
  assert.equal(unknown(lacking), 'hit');
  assert.equal(unknown(NOT_ENFORCED), 'miss');
  assert.equal(score(row, verdictOf()).result, 'miss');
  assert.equal(expectedText(row), 'unknown: not-supported');
});
