import assert from 'node:assert/strict';
import { test } from 'node:test';
import { played, type Second, seconds } from '../load/failure-fixtures.ts';
import { periodsOf } from '../load/periods.ts';
import { type ErrorPattern, patternOf } from './error-pattern.ts';

const SHARE = 0.15;
const WELL: Second = { ok: 100 };
const half: Second = { ok: 50, failed: { http_5xx: 50 } };

function pattern(of: (second: number) => Second, share: number): ErrorPattern | undefined {
  return patternOf(periodsOf(played(seconds(of))), 'http_5xx', share);
}
const text = (of: (second: number) => Second) => pattern(of, SHARE)?.text;

test('errors from the begin to the end are there all the time, many or few', () => {
  assert.deepEqual(
    pattern(() => half, SHARE),
    { fromSeconds: 0, text: 'throughout', burst: true },
  );
  const few = pattern(() => ({ ok: 92, failed: { http_5xx: 8 } }), SHARE);
  assert.deepEqual(few, { fromSeconds: 0, text: 'throughout', burst: false });
});

test('a share that wavers around the mark is not taken for bursts', () => {
  const wavering = (second: number) => ({
    ok: 80,
    failed: { http_5xx: [8, 22, 24, 30, 8, 9][second % 6] ?? 0 },
  });
  assert.equal(text(wavering), 'throughout');
});

test('bursts are counted and measured', () => {
  assert.deepEqual(
    pattern((second) => (second % 10 < 5 ? half : WELL), SHARE),
    {
      fromSeconds: 0,
      text: 'in 3 bursts of about 5 s, the first at 0:00',
      burst: true,
    },
  );
  assert.equal(
    text((second) => (second >= 8 && second < 12 ? half : WELL)),
    'for 4 s from 0:08 on',
  );
});

test('what goes on to the end began at a moment, also within a second, and has changed', () => {
  const total = { failed: { http_5xx: 100 } };
  assert.deepEqual(
    pattern((second) => (second < 12 ? WELL : total), SHARE),
    {
      fromSeconds: 12,
      text: 'from 0:12 on',
      burst: true,
      lastingShare: 1,
    },
  );
  const within = (second: number) => (second === 11 ? { ok: 95, failed: { http_5xx: 5 } } : WELL);
  assert.equal(pattern((second) => (second < 12 ? within(second) : total), SHARE)?.fromSeconds, 11);
});

test('with one such error long before nothing has changed for good', () => {
  const load = (second: number) =>
    second === 1 ? { ok: 99, failed: { http_5xx: 1 } } : second < 12 ? WELL : half;
  const found = pattern(load, SHARE);
  assert.deepEqual([found?.text, found?.lastingShare], ['from 0:12 on', undefined]);
});

test('two bad seconds, or a handful of bad operations, are no burst', () => {
  assert.equal(pattern((second) => (second === 8 || second === 9 ? half : WELL), SHARE)?.burst, false);
  const idle = (second: number) => (second > 8 && second < 12 ? { failed: { http_5xx: 1 } } : { ok: 1 });
  assert.equal(pattern(idle, SHARE)?.burst, false);
});

test('seconds in which nothing ended do not part a burst: who waits for an answer asks nothing', () => {
  const waves = (second: number) =>
    second < 8 ? WELL : second % 4 === 0 ? { failed: { http_5xx: 100 } } : {};
  assert.equal(text(waves), 'from 0:08 on');
});

test('rare errors come now and then', () => {
  const rare = (from: number) => (second: number) =>
    second >= from && second % 7 === 0 ? { ok: 99, failed: { http_5xx: 1 } } : WELL;
  assert.equal(text(rare(0)), 'sporadically');
  assert.equal(text(rare(14)), 'sporadically, first at 0:14');
});

test('what did not happen has no pattern', () => {
  assert.equal(
    pattern(() => WELL, SHARE),
    undefined,
  );
  assert.equal(patternOf([], 'http_5xx', SHARE), undefined);
});
