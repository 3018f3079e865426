import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, outcomeOf, vusTimeline } from '../fixtures.ts';
import { clockTrouble } from './clock.ts';

const CALM = vusTimeline(Array.from({ length: 30 }, () => 200));
const HOUR_MS = 3_600_000;

function steppedBy(ms: number) {
  const timeline = CALM.map(({ t, values }, second) => ({ t: second < 15 ? t : t + ms, values }));
  return clockTrouble(evidenceOf({ timeline }));
}

test('a clock that goes on is no trouble, and a period that comes late is not either', () => {
  assert.equal(steppedBy(0), undefined);
  assert.equal(steppedBy(30_000), undefined);
});

test('a clock that was set mid-run is told, though the readings of another hour are not those of the load', () => {
  assert.equal(steppedBy(-HOUR_MS), 'the clock was set back mid-run');
  assert.match(
    steppedBy(HOUR_MS) ?? '',
    /^the clock was set forward mid-run, or the machine slept: by about 3601 s$/,
  );
});

test('one reading in ten may come too late, not more', () => {
  const late = (taken: number, missed: number) =>
    clockTrouble(evidenceOf({ outcome: outcomeOf({ sampling: { taken, missed } }) }));
  assert.equal(late(90, 10), undefined);
  assert.equal(late(89, 11), '11 of 100 readings of the target came too late');
  assert.equal(late(0, 0), undefined);
});
