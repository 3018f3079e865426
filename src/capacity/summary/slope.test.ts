import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newStanding, note } from '../journal/standing.ts';
import { curvesOf } from './curve.ts';
import { halfSpeedOf, slopeOf } from './slope.ts';

/** Uploads one after the other, each of so many ms. */
function curve(count: number, msAt: (index: number) => number) {
  const standing = newStanding();
  let t = 0;
  for (let n = 0; n < count; n++) {
    const ms = msAt(n);
    const bytes = 1_000_000;
    note(standing, { t, begin: { n, stage: 0, index: n, name: `bb-0a-${n}.bin`, bytes } });
    t += ms;
    note(standing, { t, end: { n, is: 'stored', status: 201, ms, sentBytes: bytes } });
  }
  const [found] = curvesOf([...standing.uploads.values()]);
  assert.ok(found !== undefined);
  return found;
}

/** The same each time: -1 to 1. */
const noise = (n: number) => Math.sin(n * 12.9898) * Math.cos(n * 78.233);

test('a store that slows down has its slope and the level at which it is half as fast', () => {
  const slowing = curve(1000, (n) => 10 + n / 50 + noise(n));
  const slope = slopeOf(slowing);
  assert.ok(slope?.isLasting, JSON.stringify(slope));
  assert.ok(Math.abs(slope.inAll.percent - 200) < 20, JSON.stringify(slope));
  assert.ok(slope.perGb.low < 200 && slope.perGb.high > 195, JSON.stringify(slope));
  const half = halfSpeedOf(slowing);
  assert.ok(half !== undefined && Math.abs(half.files - 500) < 120, JSON.stringify(half));
});

test('a store that stays as it is, one that had a slow moment, and one that only warmed up have neither', () => {
  for (const steady of [
    curve(1000, (n) => 10 + 2 * noise(n)),
    curve(1000, (n) => (n > 400 && n < 480 ? 40 : 10) + noise(n)),
    curve(1000, (n) => 10 + 3 * (1 - Math.exp(-n / 60)) + noise(n)),
  ]) {
    assert.notEqual(slopeOf(steady)?.isLasting, true);
    assert.equal(halfSpeedOf(steady), undefined);
  }
  assert.equal(slopeOf(curve(5, () => 10)), undefined);
});
