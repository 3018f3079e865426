import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doubtsOf } from './doubts.ts';
import type { Evidence } from './evidence.ts';
import { omissionOf, omissionSeen } from './omission.ts';
import { CALM, REQUESTS, STALL_VUS, stalledFor, stalling } from './stall-fixtures.ts';

const PACE_SECONDS = STALL_VUS / REQUESTS;

function shareLeftOut(evidence: Evidence): number {
  const { omitted = 0, sent = 1 } = omissionOf(evidence) ?? {};
  return omitted / sent;
}

test('a load without stalls leaves nothing out, and neither does one that is always as slow', () => {
  assert.equal(shareLeftOut(stalling({ latency: () => CALM })), 0);
  assert.equal(omissionSeen(stalling({ latency: () => CALM })), undefined);
  const slow = { ...CALM, min: 100, med: 110, 'p(90)': 120, 'p(95)': 125, 'p(99)': 130, max: 140 };
  assert.equal(shareLeftOut(stalling({ latency: () => slow })), 0);
});

test('a stall hides what its VUs would have asked meanwhile', () => {
  const stallSeconds = 3;
  const latency = (second: number) => (second % 10 === 9 ? stalledFor(1000 * stallSeconds) : CALM);
  const found = omissionOf(stalling({ latency, seconds: 38 }));
  // four seconds with a tenth of their requests, and the slope of k6's percentiles below it, late by about three seconds
  const late = 4 * 0.1 * REQUESTS;
  const each = stallSeconds / PACE_SECONDS - 1;
  assert.ok((found?.omitted ?? 0) > 0.8 * late * each, `${found?.omitted} left out`);
  assert.ok((found?.p95Ms ?? 0) < 100 && (found?.completedP95Ms ?? 0) > 1000);
  assert.match(
    omissionSeen(stalling({ latency, seconds: 38 })) ?? '',
    /^while the service stalled, k6 waited with it and left out about \d+ requests \(\d+ % of those it sent in the steady phase\); with them p95 of all operations would be [\d.]+ s instead of [\d.]+ ms$/,
  );
});

test('what is left out is a doubt that takes nothing, and points to the open model', () => {
  const doubtOf = (evidence: Evidence) =>
    doubtsOf(evidence).doubts.find(({ id }) => id === 'closed-model-omission');
  const stalled = stalling({
    latency: (second) => (second % 10 === 9 ? stalledFor(3000) : CALM),
    seconds: 38,
  });
  assert.match(doubtOf(stalled)?.action ?? '', /ping-open/);
  assert.equal(
    doubtsOf(stalled).takes.has('all'),
    doubtsOf(stalling({ latency: () => CALM })).takes.has('all'),
  );
  assert.equal(doubtOf(stalling({ latency: () => CALM })), undefined);
});

test('the open model leaves nothing out, and without a timeline nothing is known', () => {
  const evidence = stalling({ latency: () => stalledFor(900) });
  assert.equal(omissionOf({ ...evidence, scenario: { ...evidence.scenario, model: 'open' } }), undefined);
  assert.equal(omissionOf({ ...evidence, timeline: [] }), undefined);
});
