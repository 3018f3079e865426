import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import type { Finding } from '../../store/records/records.ts';
import type { Evidence } from '../evidence.ts';
import { START_MS } from '../fixtures.ts';
import { soak } from '../load/steady-fixtures.ts';
import { judgeLeak, judgeOtherLeak, judgeReachedLeak } from './leak.ts';

function alarmsOf(evidence: Evidence): Finding[] {
  return judgeLeak(evidence).filter(({ status }) => status !== 'healthy');
}

/** Descriptors that grow up to a limit, and a load of which 60 % fails from then on. */
function upTo(most: number, values: (second: number) => Sample['values'] = () => ({})): Evidence {
  const open = (t: number) => Math.min(most, 40 + 50 * t);
  const failing = (t: number) => open(t) >= most;
  const evidence = soak({ seconds: 38, values: (t) => ({ process_open_fds: open(t), ...values(t) }) });
  const timeline = evidence.timeline.map((snapshot) =>
    failing((snapshot.t - START_MS) / 1000 - 1)
      ? {
          ...snapshot,
          values: { ...snapshot.values, op_failed: { rate: 0.6 }, op_errors_http_5xx: { count: 60 } },
        }
      : snapshot,
  );
  return { ...evidence, timeline };
}

test('a leak that came to its limit is judged up to there, and told with the limit', () => {
  const [finding, ...others] = alarmsOf(upTo(1024, () => ({ process_max_fds: 1024 })));
  assert.deepEqual([finding?.metric, finding?.status, others], ['process_open_fds', 'critical', []]);
  assert.match(
    finding?.message ?? '',
    /^the number of open file descriptors grows by 50 a second, .*; its limit of 1024 open files is reached at 0:\d\d, and from then on requests fail$/,
  );
  const [unknown] = alarmsOf(upTo(640));
  assert.match(
    unknown?.message ?? '',
    /; from 0:1\d on, when the number of open file descriptors had reached \d{3}, requests fail$/,
  );
  assert.deepEqual(judgeReachedLeak(upTo(640)).length, 1);
  assert.deepEqual(judgeOtherLeak(upTo(640)), []);
});

test('errors beside descriptors that only settle, or errors from the first second on, are no leak at a limit', () => {
  const settled = upTo(640, () => ({ process_open_fds: 60 }));
  assert.deepEqual(alarmsOf(settled), []);
  const always = soak({ seconds: 38, values: () => ({ process_open_fds: 60 }) });
  const failing = always.timeline.map((snapshot) => ({
    ...snapshot,
    values: { ...snapshot.values, op_failed: { rate: 0.6 }, op_errors_http_5xx: { count: 60 } },
  }));
  assert.deepEqual(alarmsOf({ ...always, timeline: failing }), []);
});
