import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Expected, K6_METRIC } from '../../contract/contract.ts';
import {
  ALL_READABLE,
  MANY_READS,
  NONE_GIVEN_UP,
  SOME_CONFLICTS,
  SOME_WRITES,
} from '../../k6/catalog/expectations.ts';
import { counter, evidenceOf, outcomeOf, PING, START_MS, summaryOf } from '../fixtures.ts';
import { judgeCatalogExpectations } from './catalog-expectations.ts';

/** What is made of a load of 30 s with these counts, by metric. */
function judged(expects: Expected[], counts: Record<string, number>) {
  const metrics = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, counter(count)]));
  const scenario = { ...PING, needs: ['catalog'], expects };
  return judgeCatalogExpectations(evidenceOf({ scenario, summary: summaryOf(metrics) }));
}

function statusOf(expected: Expected, counts: Record<string, number>): string | undefined {
  return judged([expected], counts).find(({ metric }) => metric === expected.metric)?.status;
}

const { catalogReads, catalogWrites, catalogConflicts, catalogGivenUp } = K6_METRIC;
const { catalogFinalReads, catalogUnreadable } = K6_METRIC;

test('what happened as often as expected is healthy', () => {
  assert.equal(statusOf(SOME_WRITES, { [catalogWrites]: 1 }), 'healthy');
  assert.equal(statusOf(SOME_CONFLICTS, { [catalogConflicts]: 3 }), 'healthy');
  assert.equal(statusOf(NONE_GIVEN_UP, { [catalogWrites]: 9 }), 'healthy');
  assert.equal(statusOf(ALL_READABLE, { [catalogFinalReads]: 5 }), 'healthy');
});

test('what was not met although there was an occasion is critical', () => {
  assert.equal(statusOf(SOME_WRITES, { [catalogConflicts]: 40 }), 'critical');
  assert.equal(statusOf(NONE_GIVEN_UP, { [catalogWrites]: 9, [catalogGivenUp]: 1 }), 'critical');
  assert.equal(statusOf(ALL_READABLE, { [catalogFinalReads]: 5, [catalogUnreadable]: 1 }), 'critical');
});

test('what nothing happened for is unknown, never healthy', () => {
  for (const expected of [SOME_WRITES, SOME_CONFLICTS, NONE_GIVEN_UP, ALL_READABLE, MANY_READS])
    assert.equal(statusOf(expected, {}), 'unknown', expected.what);
  assert.equal(statusOf(SOME_CONFLICTS, { [catalogWrites]: 500 }), 'unknown');
});

test('a rate is of the whole load, and one that is too low may be the generator’s', () => {
  assert.equal(statusOf(MANY_READS, { [catalogReads]: 300 }), 'healthy');
  const [, slow] = judged([MANY_READS], { [catalogReads]: 150 });
  assert.deepEqual([slow?.status, slow?.value, slow?.restsOnTiming], ['critical', 5, true]);
  assert.equal(slow?.message, 'reads: 5.0/s, at least 10/s expected');
});

test('the rates of a catalog are told whatever is expected of them', () => {
  const [rates] = judged([], { [catalogReads]: 9000, [catalogWrites]: 450, [catalogConflicts]: 50 });
  assert.equal(rates?.message, '300/s reads and 15.0/s writes; 10 % of the updates met a conflict');
  assert.deepEqual(judged([], {}), []);
});

test('a load that never began shows nothing of what was expected', () => {
  const { loadStartedAtMs, ...summary } = summaryOf();
  const scenario = { ...PING, needs: ['catalog'], expects: [MANY_READS] };
  const firstCause = { id: 'script-failed', message: 'no', atMs: START_MS } as const;
  const outcome = outcomeOf({ firstCause });
  assert.deepEqual(
    judgeCatalogExpectations(evidenceOf({ scenario, outcome, summary, timeline: [] })),
    [],
    String(loadStartedAtMs),
  );
});

test('a service that ended explains what did not happen', () => {
  const serviceExit = { atMs: START_MS + 1000, code: 1, signal: null };
  const scenario = { ...PING, needs: ['catalog'], expects: [SOME_WRITES] };
  const outcome = outcomeOf({ serviceExit } as Parameters<typeof outcomeOf>[0]);
  assert.deepEqual(judgeCatalogExpectations(evidenceOf({ scenario, outcome })), []);
});
