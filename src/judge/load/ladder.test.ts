import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Leg } from '../../contract/contract.ts';
import type { Outcome } from '../../store/records/records.ts';
import { outcomeOf, START_MS } from '../fixtures.ts';
import { type Ladder, ladderOf, levelRecords, throughputInterval } from './ladder.ts';
import {
  closedModel,
  failing,
  LADDER_VUS,
  ladder,
  ladderLegs,
  modes,
  playedLadder,
  type Shown,
} from './ladder-fixtures.ts';

const bracket = ({ lastGood, firstBad }: Ladder) => [lastGood?.level, firstBad?.level];

test('wherever the ceiling is planted, it lies between the throughput of the last good level and what the first bad one achieved', () => {
  for (const capacity of [110, 150, 190, 250, 400, 600, 900, 1500, 1700]) {
    const { low, high } = throughputInterval(ladder(playedLadder(closedModel(capacity)))) ?? {
      low: 0,
      high: 0,
    };
    assert.ok(low <= capacity && capacity <= high, `${capacity} in ${low} to ${high}`);
    assert.ok(high <= 1.25 * capacity, `${capacity}: ${high} was never achieved`);
  }
});

test('a level is saturated when it brings less than nine tenths of its offer while answers wait', () => {
  assert.deepEqual(modes(playedLadder(closedModel(600))), ['good', 'good', 'good', 'saturated', 'saturated']);
  assert.deepEqual(modes(playedLadder(closedModel(0.91 * 990))), [
    'good',
    'good',
    'good',
    'good',
    'saturated',
  ]);
});

test('a ceiling below the lowest level shows there, against what the load brought while it was lighter', () => {
  const found = ladder(playedLadder(closedModel(50)));
  assert.deepEqual(bracket(found), [undefined, 100]);
  const { low, high } = throughputInterval(found) ?? { low: 1, high: 1 };
  assert.deepEqual([low, Math.round(high)], [0, 55]);
});

test('a level that is slower than its neighbours on both sides was disturbed, and is no ceiling', () => {
  const healthy = closedModel(Number.POSITIVE_INFINITY);
  const disturbed = (vus: number): Shown =>
    vus === 200 ? { throughput: 120, latencyMs: 667 } : healthy(vus);
  assert.deepEqual(bracket(ladder(playedLadder(disturbed))), [2000, undefined]);
});

test('a level that lags though more load brings clearly more was disturbed too, and tells nothing', () => {
  const service = closedModel(600);
  const disturbed = (vus: number): Shown =>
    vus === 1000 ? { throughput: 450, latencyMs: 1222 } : service(vus);
  assert.deepEqual(modes(playedLadder(disturbed)), ['good', 'good', 'good', 'unknown', 'saturated']);
});

test('a throughput that falls while answers take ten times as long is a collapse', () => {
  const collapsing = (vus: number): Shown => {
    const shown = closedModel(600)(vus);
    return vus < 2000 ? shown : { throughput: 300, latencyMs: 5667 };
  };
  assert.equal(modes(playedLadder(collapsing)).at(-1), 'collapse');
});

test('throughput that stays flat while answers stay fast was not sent, which tells nothing of the service', () => {
  const shown = modes(playedLadder(() => ({ throughput: 100, latencyMs: 5 })));
  assert.deepEqual(shown, ['good', ...new Array(4).fill('unknown')]);
});

test('a level with more errors than a healthy service has is told by their kind', () => {
  assert.equal(modes(failing('timeout'))[2], 'timeouts');
  assert.equal(modes(failing('refused'))[2], 'refused');
  assert.equal(modes(failing('http_5xx'))[2], 'errors');
  assert.equal(modes(failing('http_5xx', 0.05))[2], 'good');
});

function died(id: 'target-oom-killed' | 'target-exited', second: number): Outcome {
  return outcomeOf({ firstCause: { id, message: '', atMs: START_MS + second * 1000 } });
}

test('a death belongs to the level that the load was on, or on its way to', () => {
  const at = (outcome: Outcome) => {
    const { levels, lastGood, firstBad } = ladder(
      playedLadder(closedModel(1e6), ladderLegs(LADDER_VUS), { outcome }),
    );
    return [levels.length, lastGood?.level, firstBad?.level, firstBad?.mode];
  };
  assert.deepEqual(at(died('target-exited', 30)), [2, 100, 200, 'crash']);
  assert.deepEqual(at(died('target-oom-killed', 34)), [3, 200, 500, 'oom']);
});

test('a level on which nothing ended is one of timeouts, unless it was not held to its end', () => {
  const silent = (vus: number): Shown =>
    vus < 1000 ? closedModel(1e6)(vus) : { throughput: 0, latencyMs: 0 };
  assert.deepEqual(modes(playedLadder(silent)).slice(3), ['timeouts', 'timeouts']);
  const lost = playedLadder(silent, ladderLegs(LADDER_VUS), { summary: undefined });
  assert.deepEqual(modes(lost), new Array(5).fill('unknown'));
  const stopped = outcomeOf({ firstCause: { id: 'interrupted', message: '', atMs: START_MS + 53_000 } });
  assert.deepEqual(modes(playedLadder(silent, ladderLegs(LADDER_VUS), { outcome: stopped })).slice(3), [
    'unknown',
  ]);
});

test('a throughput too unsteady to tell is unknown', () => {
  const evidence = playedLadder(closedModel(800));
  for (const [second, { values }] of evidence.timeline.entries())
    if (second >= 52 && second < 64) values.http_reqs = { count: [200, 800, 1500][second % 3] ?? 0 };
  assert.equal(modes(evidence)[3], 'unknown');
});

const PROBE: (level: number) => Leg[] = (level) => [
  { phase: 'base', move: 'hold', seconds: 3, level: 100 },
  { phase: 'level', move: 'hold', seconds: 12, level },
];

test('probes join the levels, marked as such, and narrow the interval', () => {
  const service = closedModel(600);
  const probes = [707, 595].map((level) => playedLadder(service, PROBE(level)));
  const found = ladder(playedLadder(service, ladderLegs(LADDER_VUS), { probes }));
  assert.deepEqual(
    levelRecords(found).map(({ level, probe = false, mode }) => [level, probe, mode]),
    [
      [100, false, 'good'],
      [200, false, 'good'],
      [500, false, 'good'],
      [595, true, 'good'],
      [707, true, 'saturated'],
      [1000, false, 'saturated'],
      [2000, false, 'saturated'],
    ],
  );
  assert.deepEqual(bracket(found), [595, 707]);
});

test('in the open model a level offers what arrives', () => {
  const open = playedLadder((rate) => ({
    throughput: Math.min(rate, 600),
    latencyMs: rate <= 600 ? 10 : 4000,
  }));
  const evidence = { ...open, scenario: { ...open.scenario, model: 'open' as const } };
  const found = ladder(evidence);
  assert.deepEqual([found.unit, ...bracket(found)], ['arrivals/s', 500, 1000]);
  assert.equal(Math.round(throughputInterval(found)?.high ?? 0), 616, '1000 were only offered');
});

test('a break without a ceiling holds what was achieved: before it, or in the seconds until the service ended', () => {
  const healthy = closedModel(1e6);
  const failing = playedLadder((vus) => ({ ...healthy(vus), errorRate: vus >= 500 ? 0.9 : 0 }));
  const { low, high } = throughputInterval(ladder(failing)) ?? { low: 0, high: 0 };
  assert.ok(low < 198 && 198 < high && high < 210, `${low} to ${high}, 495 a second were asked for`);
  const whole = playedLadder(healthy, ladderLegs(LADDER_VUS), { outcome: died('target-exited', 19) });
  const seconds = whole.timeline.slice(0, 19);
  Object.assign(seconds[17]?.values ?? {}, { http_reqs: { count: 160 } });
  const death = throughputInterval(ladder({ ...whole, timeline: seconds }));
  assert.deepEqual(
    [Math.round(death?.low ?? 0), death?.high],
    [92, 160],
    'it did 160 on its way to 200 users',
  );
});

test('a record holds what was measured and nothing else', () => {
  const [record] = levelRecords(ladder(playedLadder((vus) => ({ throughput: 0.8 * vus, latencyMs: 250 }))));
  assert.deepEqual(record, {
    level: 100,
    unit: 'VUs',
    mode: 'good',
    offered: 80,
    throughput: 80,
    medianMs: 250,
    p95Ms: 500,
    errorRate: 0,
    inFlight: 20,
    fromSeconds: 4,
    toSeconds: 16,
  });
});

test('a scenario without a ladder, or one that was never played, has none', () => {
  assert.equal(ladderOf(playedLadder(closedModel(600), ladderLegs([100]))), undefined);
  assert.equal(
    ladderOf(playedLadder(closedModel(600), undefined, { summary: undefined, timeline: [] })),
    undefined,
  );
});
