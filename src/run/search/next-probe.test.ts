import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../../judge/evidence.ts';
import { ladderOf, throughputInterval } from '../../judge/load/ladder.ts';
import { closedModel, LADDER_VUS, ladderLegs, playedLadder } from '../../judge/load/ladder-fixtures.ts';
import { nextProbe } from './next-probe.ts';
import { MAX_PROBES, probeLegs } from './search.ts';

/** Plays what is asked for until nothing more is; the levels in their order and why it ended. */
function searched(capacity: number): { levels: number[]; done: string; evidence: Evidence } {
  const service = closedModel(capacity);
  const probes: Evidence[] = [];
  const levels: number[] = [];
  for (;;) {
    const evidence = playedLadder(service, ladderLegs(LADDER_VUS), { probes });
    const next = nextProbe(evidence);
    if ('done' in next) return { levels, done: next.done, evidence };
    if (levels.length === MAX_PROBES) return { levels, done: 'that is all', evidence };
    levels.push(next.level);
    probes.push(playedLadder(service, probeLegs(next.level, next.base, 'full')));
  }
}

test('it bisects in proportion between the last good and the first bad level until the interval is narrow', () => {
  const { levels, done } = searched(600);
  assert.deepEqual(levels, [707, 595, 649]);
  assert.equal(done, 'the interval is narrow enough');
});

test('wherever the ceiling is planted above the lowest level, it lies inside a fifth in time', () => {
  for (let capacity = 100; capacity < 1700; capacity *= 1.07) {
    const { done, evidence } = searched(capacity);
    const ladder = ladderOf(evidence);
    const { low, high } = (ladder && throughputInterval(ladder)) ?? { low: 0, high: 0 };
    assert.equal(done, 'the interval is narrow enough', String(capacity));
    assert.ok(low <= capacity && capacity <= high, `${capacity} in ${low} to ${high}`);
    assert.ok(high <= 1.2 * low, `${capacity}: ${low} to ${high}`);
  }
});

test('below the lowest level of the ladder it looks down to one VU', () => {
  for (let capacity = 4; capacity < 90; capacity *= 1.3) {
    const { levels, evidence } = searched(capacity);
    const ladder = ladderOf(evidence);
    const { low, high } = (ladder && throughputInterval(ladder)) ?? { low: 0, high: 0 };
    assert.equal(levels[0], 10);
    assert.ok(low <= capacity && capacity <= high, `${capacity} in ${low} to ${high}`);
    assert.ok(
      (ladder?.firstBad?.level ?? 100) <= 1.5 * (ladder?.lastGood?.level ?? 0),
      `${capacity}: ${levels}`,
    );
  }
});

test('a service that did not break, or of which nothing is known, is not searched', () => {
  const { levels, done } = searched(1e6);
  assert.deepEqual([levels, done], [[], 'nothing to search for: it did not break up to 2000 VUs']);
  const none = nextProbe(playedLadder(closedModel(600), undefined, { summary: undefined, timeline: [] }));
  assert.deepEqual(none, { done: 'no level was measured' });
});

test('a probe that tells nothing ends the search', () => {
  const brief = playedLadder(closedModel(600), [{ phase: 'level', move: 'hold', seconds: 1, level: 707 }]);
  const next = nextProbe(playedLadder(closedModel(600), ladderLegs(LADDER_VUS), { probes: [brief] }));
  assert.deepEqual(next, { done: 'nothing can be said about 707 VUs (unknown), so the search ends here' });
});

test('a level of the ladder itself that told nothing is probed', () => {
  const evidence = playedLadder(closedModel(250), ladderLegs([100, 316, 1000]));
  for (const [second, { values }] of evidence.timeline.entries())
    if (second >= 16 && second < 32) values.http_reqs = { count: [150, 250, 700][second % 3] ?? 0 };
  assert.deepEqual(nextProbe(evidence), { level: 316, base: 100 });
});

test('the service is warmed up on the lowest good level, or one VU when none is', () => {
  assert.deepEqual(nextProbe(playedLadder(closedModel(600))), { level: 707, base: 100 });
  assert.deepEqual(nextProbe(playedLadder(closedModel(50))), { level: 10, base: 1 });
});
