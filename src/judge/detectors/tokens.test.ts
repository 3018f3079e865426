import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counter, evidenceOf, summaryOf } from '../fixtures.ts';
import { judgeTokens } from './tokens.ts';

/** 200 users for 27 s, and half of them on average in the ramp of 3 s before. */
const USER_SECONDS = 200 * 27 + (201 / 2) * 3;

function judged(renewals: number) {
  return judgeTokens(evidenceOf({ summary: summaryOf({ token_renewals: counter(renewals) }) }))[0];
}

test('tokens that are taken for less than a minute are a warning that says for how long', () => {
  const finding = judged(Math.round(USER_SECONDS / 5));
  assert.equal(finding?.status, 'warning');
  assert.equal(finding?.value, 5);
  assert.match(
    finding?.message ?? '',
    /^a token was accepted for 5 s on average, less than 60 s: users got a new one 1140 times$/,
  );
  assert.equal(finding?.restsOnTiming, false);
});

test('tokens that live longer, or never run out, are healthy', () => {
  const long = judged(Math.round(USER_SECONDS / 95));
  assert.equal(long?.status, 'healthy');
  assert.match(long?.message ?? '', /^a token was accepted for 1:35 on average: /);
  const never = judged(0);
  assert.deepEqual(
    [never?.status, never?.message, never?.value],
    ['healthy', 'no token expired during the load', undefined],
  );
});

test('where users can get no new tokens nothing is said', () => {
  assert.deepEqual(judgeTokens(evidenceOf({ summary: summaryOf() })), []);
});
