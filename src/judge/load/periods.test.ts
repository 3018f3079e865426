import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, outcomeOf, START_MS } from '../fixtures.ts';
import { exitAt, played, seconds } from './failure-fixtures.ts';
import { failuresIn, periodsOf } from './periods.ts';

test('a period knows how many operations ended, and how', () => {
  const load = seconds(() => ({ ok: 90, failed: { timeout: 6, http_5xx: 4 }, slowestMs: 33 }));
  const [first] = periodsOf(played(load));
  const { fromSeconds, toSeconds, vus, succeeded, slowestMs, ended, failed } = first ?? {};
  assert.deepEqual([fromSeconds, toSeconds, vus, succeeded, slowestMs, ended], [0, 1, 200, true, 33, 100]);
  assert.deepEqual(failed, { timeout: 6, http_5xx: 4 });
  assert.deepEqual(first && [failuresIn(first), failuresIn(first, ['timeout'])], [10, 6]);
});

test('what is before the load and after its end is not in it', () => {
  const load = seconds(() => ({ ok: 1 }));
  const evidence = played([...load, ...load]);
  assert.equal(periodsOf(evidence).length, 30);
  assert.equal(periodsOf({ ...evidence, ...exitAt(9.5) }).length, 10);
  const endedEarly = { rule: 'it was stable', atMs: START_MS + 5000 };
  assert.equal(periodsOf({ ...evidence, outcome: outcomeOf({ endedEarly }) }).length, 5);
  const late = { ...evidence, timeline: evidence.timeline.map((each) => ({ ...each, t: each.t - 3000 })) };
  assert.equal(periodsOf(late)[0]?.toSeconds, 1);
});

test('without a summary the load begins with its first VU; without a VU there was none', () => {
  const load = seconds((second) => ({ ok: 1, vus: second < 4 ? 0 : 10 }));
  assert.equal(periodsOf({ ...played(load), summary: undefined })[0]?.toSeconds, 1);
  assert.deepEqual(periodsOf(evidenceOf({ summary: undefined, timeline: [] })), []);
});
