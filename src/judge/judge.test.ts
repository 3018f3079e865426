/** One scenario: what its findings and doubts make of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whatIsWrong } from '../files/validate.ts';
import type { Finding } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import {
  counter,
  evidenceOf,
  outcomeOf,
  PING,
  rate,
  START_MS,
  samplesOf,
  summaryOf,
  trend,
} from './fixtures.ts';
import { judgeScenario } from './judge.ts';
import { closedModel, playedLadder } from './load/ladder-fixtures.ts';

const SLOW = { 'op_duration{op:ping}': trend({ 'p(95)': 60 }) };

const STARVED = {
  // while the highest level is held, which is from the third second on
  host_cpu_busy_seconds_total: [0, 0, 0, 0, 4],
  k6_cpu_seconds_total: [0, 0, 0, 0, 1],
  k6_cpu_wait_seconds_total: [0, 0, 0, 0, 1],
  runtime_sys_mb: [90, 90],
};

const OOM = outcomeOf({ firstCause: { id: 'target-oom-killed', message: 'it was OOM-killed', atMs: 1 } });

function brief(findings: Finding[]): string[] {
  return findings.map(({ detector, status }) => `${detector} ${status}`);
}

test('a detector that throws is unknown, never a pass, and the others still speak', () => {
  const { needs: _, ...withoutNeeds } = PING;
  const { status, findings } = judgeScenario(evidenceOf({ scenario: withoutNeeds as typeof PING }));
  assert.equal(status, 'unknown');
  const bytes = findings.find(({ detector }) => detector === 'bytes');
  assert.equal(bytes?.status, 'unknown');
  assert.match(bytes?.message ?? '', /^the detector failed: .*undefined/);
  const bad = findings.filter((finding) => finding.status !== 'healthy');
  assert.deepEqual(brief(bad), ['bytes unknown', 'catalog-expectations unknown'], 'those that read `needs`');
});

test('the worst finding makes the scenario, and a cause is told before what it brings about', () => {
  const { status, findings } = judgeScenario(evidenceOf({ outcome: OOM, summary: summaryOf(SLOW) }));
  assert.equal(status, 'critical');
  const bad = findings.filter((finding) => finding.status !== 'healthy');
  assert.deepEqual(brief(bad), ['oom critical', 'limits warning']);
  assert.equal(judgeScenario(evidenceOf({ summary: summaryOf(SLOW) })).status, 'warning');
});

test('a doubt about everything makes good and bad news unknown, but not a failure that was shown', () => {
  const outcome = outcomeOf({ firstCause: { id: 'interrupted', message: 'interrupted', atMs: 1 } });
  const status = (ms: number) =>
    judgeScenario(
      evidenceOf({ outcome, summary: summaryOf({ 'op_duration{op:ping}': trend({ 'p(95)': ms }) }) }),
    ).status;
  assert.deepEqual([20, 60, 600].map(status), ['unknown', 'unknown', 'critical']);
});

test('a doubt that takes nothing leaves the status as it is', () => {
  const outcome = outcomeOf({ profiles: [{ file: FILES.cpuProfile, ok: false, why: 'status 404' }] });
  const { status, doubts } = judgeScenario(evidenceOf({ outcome }));
  assert.deepEqual([status, doubts.length], ['healthy', 1]);
});

test('a generator short of CPU makes slowness unknown; speed, errors and memory stay what they are', () => {
  const samples = samplesOf(STARVED);
  const slow = judgeScenario(evidenceOf({ samples, summary: summaryOf(SLOW) }));
  const [latency, errors] = slow.findings.filter(({ detector }) => detector === 'limits');
  assert.deepEqual([slow.status, latency?.status, errors?.status], ['unknown', 'unknown', 'healthy']);
  assert.match(
    latency?.message ?? '',
    /over the healthy mark of 50 ms, but the load generator was short of CPU$/,
  );
  assert.equal(judgeScenario(evidenceOf({ samples })).status, 'healthy');
  const greedy = judgeScenario(
    evidenceOf({ samples: samplesOf({ ...STARVED, runtime_sys_mb: [900, 900] }) }),
  );
  assert.equal(greedy.status, 'critical');
});

test('errors that are mostly timeouts are slowness too, other errors are not', () => {
  const failing = (kinds: Record<string, number>, p99Ms = 4000) => {
    const counters = Object.entries(kinds).map(([kind, count]) => [`op_errors_${kind}`, counter(count)]);
    const summary = summaryOf({
      op_duration: trend({ 'p(99)': p99Ms }),
      op_failed: rate(200, 800),
      ...Object.fromEntries(counters),
    });
    const { findings, status } = judgeScenario(evidenceOf({ samples: samplesOf(STARVED), summary }));
    const of = (name: string) => findings.find(({ metric }) => metric === name)?.status;
    return [status, of('op_failed rate'), of('op_errors_timeout'), of('op_errors_http_5xx')];
  };
  assert.deepEqual(failing({ timeout: 160, http_5xx: 40 }), ['unknown', 'unknown', 'unknown', 'healthy']);
  // Answers that never come among others that come at once are not the generator's doing.
  const stuck = failing({ timeout: 160, http_5xx: 40 }, 40);
  assert.deepEqual(stuck, ['critical', 'critical', 'critical', 'healthy']);
  assert.deepEqual(failing({ timeout: 40, http_5xx: 160 }), ['critical', 'critical', 'healthy', 'critical']);
});

test('what a detector says of itself to the judge is not in the verdict', () => {
  const summary = summaryOf({ op_failed: rate(200, 800), op_errors_timeout: counter(200) });
  const { findings } = judgeScenario(evidenceOf({ summary }));
  assert.equal(
    findings.some((finding) => 'restsOnTiming' in finding),
    false,
  );
  assert.equal(findings.find(({ detector }) => detector === 'errors')?.status, 'critical');
});

test('a spike that the service does not come back from is critical, unless the generator was short of CPU in the recovery', () => {
  const legs: typeof PING.legs = [
    { phase: 'base', move: 'hold', seconds: 3, level: 10 },
    { phase: 'spike', move: 'hold', seconds: 5, level: 20 },
    { phase: 'recovery', move: 'hold', seconds: 10, level: 10 },
  ];
  const p95Ms = [...new Array(3).fill(20), ...new Array(15).fill(900)];
  const timeline = p95Ms.map((ms, second) => ({
    t: START_MS + (second + 1) * 1000,
    values: { op_duration: { 'p(95)': ms } },
  }));
  const judged = (samples = evidenceOf().samples) => {
    const { findings } = judgeScenario(evidenceOf({ scenario: { ...PING, legs }, timeline, samples }));
    return findings.find(({ detector }) => detector === 'recovery')?.status;
  };
  const seconds = Array.from({ length: 19 }, (_, second) => second);
  const starvedFrom = (from: number, to: number) => {
    const late = seconds.map((second) => Math.min(Math.max(0, second - from), to - from));
    return samplesOf({
      runtime_sys_mb: seconds.map(() => 90),
      host_cpu_busy_seconds_total: late.map((second) => 4 * second),
      k6_cpu_seconds_total: seconds,
      k6_cpu_wait_seconds_total: seconds,
    });
  };
  assert.deepEqual(
    [judged(), judged(starvedFrom(3, 8)), judged(starvedFrom(8, 18))],
    ['critical', 'critical', 'unknown'],
  );
});

test('where a service breaks on a ladder is told with the findings and makes it no worse', () => {
  const { findings, status, levels } = judgeScenario({
    ...playedLadder(closedModel(600)),
    samples: evidenceOf().samples,
  });
  assert.equal(status, 'healthy');
  assert.match(
    findings.find(({ detector }) => detector === 'breaking-point')?.message ?? '',
    /^breaks between 500 and 1000 VUs /,
  );
  assert.deepEqual(
    levels?.map(({ level, mode }) => [level, mode]),
    [
      [100, 'good'],
      [200, 'good'],
      [500, 'good'],
      [1000, 'saturated'],
      [2000, 'saturated'],
    ],
  );
});

test('a verdict with levels and intervals fits its schema', () => {
  const verdict = judgeScenario(playedLadder(closedModel(600)));
  const stored = JSON.parse(JSON.stringify({ schema: 'burstbox/scenario-verdict/1', ...verdict }));
  assert.equal(whatIsWrong('scenario-verdict', stored), undefined);
  assert.deepEqual(stored, { schema: 'burstbox/scenario-verdict/1', ...verdict });
});
