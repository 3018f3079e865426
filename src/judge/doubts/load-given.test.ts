import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counter, evidenceOf, outcomeOf, PING, START_MS, summaryOf } from '../fixtures.ts';
import { loadMissing } from './load-given.ts';

const OPEN = { ...PING, model: 'open' } as const;
/** Ramp from 1 to 200 a second in 3 s, and 27 s there. */
const DUE = 5701;

function missing(begun: number, dropped: number, changes: Parameters<typeof evidenceOf>[0] = {}) {
  const vus = { type: 'gauge', contains: 'default', values: { value: 0, min: 0, max: 100 } };
  const counts = { iterations: counter(begun), dropped_iterations: counter(dropped), vus };
  return loadMissing(evidenceOf({ scenario: OPEN, summary: summaryOf(counts), ...changes }));
}

test('a load of which every arrival was begun or dropped was given', () => {
  assert.equal(missing(DUE, 0), undefined);
  assert.equal(missing(1000, DUE - 1000), undefined);
});

test('what may have been in flight at the end, and a tenth, is not missed', () => {
  assert.equal(missing(DUE - 100 - 570, 0), undefined);
  assert.match(
    missing(DUE - 100 - 571, 0) ?? '',
    /^k6 fell behind its schedule: of 5701 arrivals at least 571 \(10 %\)/,
  );
});

test('a load that was ended early was due only until then', () => {
  const ended = outcomeOf({ endedEarly: { rule: 'settled', atMs: START_MS + 13_000 } });
  assert.equal(missing(2301, 0, { outcome: ended }), undefined);
  assert.notEqual(missing(2301, 0), undefined);
});

test('a closed load has no schedule, and without a summary nothing is known', () => {
  assert.equal(missing(10, 0, { scenario: PING }), undefined);
  assert.equal(missing(10, 0, { summary: undefined }), undefined);
});
