import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { K6Summary } from '../../contract/contract.ts';
import { evidenceOf, runOf, summaryOf } from '../fixtures.ts';
import { judgeClock } from './clock.ts';

function judged(clock: K6Summary['clock'], startedByUs = true) {
  const run = runOf();
  const evidence = evidenceOf({
    summary: { ...summaryOf(), ...(clock === undefined ? {} : { clock }) },
    run: { ...run, target: { ...run.target, startedByUs } },
  });
  return judgeClock(evidence)[0];
}

test('a clock that is off is told with how much, and whose it may be', () => {
  const ahead = judged({ date: 90 });
  assert.deepEqual([ahead?.status, ahead?.value], ['warning', 90]);
  assert.match(ahead?.message ?? '', /^its clock is 90 seconds ahead of this machine's, on which it runs/);
  assert.match(judged({ date: -47 }, false)?.message ?? '', /47 seconds behind this machine's, as the Date/);
  assert.match(judged({ date: -47 }, false)?.advice ?? '', /check which was wrong/);
});

test('a time stamp that is off by a zone is told as that', () => {
  const stamped = judged({ date: 0, stamp: { seconds: -7199.2, field: 'created_at' } });
  assert.match(
    stamped?.message ?? '',
    /7199 seconds behind the clock \("created_at" in its answer\), which is a time zone off$/,
  );
  assert.doesNotMatch(judged({ stamp: { seconds: 70, field: 'at' } })?.message ?? '', /zone/);
});

test('clocks that agree, or tell nothing, are none', () => {
  assert.equal(judged(undefined), undefined);
  assert.equal(judged({ date: -4, stamp: { seconds: 3, field: 'created_at' } }), undefined);
});
