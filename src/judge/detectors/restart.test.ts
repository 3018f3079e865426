import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, type Series, samplesOf } from '../fixtures.ts';
import { exitAt, played, seconds } from '../load/failure-fixtures.ts';
import { hasRestarted, judgeRestart } from './restart.ts';

const restarted = (columns: Series) => hasRestarted(evidenceOf({ samples: samplesOf(columns) }));

test('a service that began again under load is critical, with when', () => {
  const [finding] = judgeRestart(evidenceOf({ samples: samplesOf({ requests_total: [10, 500, 3] }) }));
  assert.deepEqual(
    [finding?.status, finding?.value, finding?.atSeconds, finding?.message],
    [
      'critical',
      1,
      2,
      'the service was restarted once under load, at 0:02 of the load: its counters began again',
    ],
  );
});

test('restarts are counted by the start of the process', () => {
  const samples = samplesOf({ process_start_time_seconds: [1000, 1009, 1009, 1013] });
  const [finding] = judgeRestart(evidenceOf({ samples }));
  assert.match(
    finding?.message ?? '',
    /^the service was restarted 2 times under load, first at 0:01 of the load/,
  );
});

test('what the log has of it is told', () => {
  const samples = samplesOf({ requests_total: [10, 500, 3] });
  const logTail = 'up\nfatal: cannot renew lease: deadline exceeded\nstarting again\nup\n';
  const [finding] = judgeRestart(evidenceOf({ samples, logTail }));
  assert.equal(finding?.cause, 'target.log says: fatal: cannot renew lease: deadline exceeded');
});

test('what began again shows in any counter, across a gap too', () => {
  assert.equal(restarted({ requests_total: [10, 500, undefined, 3, 900] }), true);
  assert.equal(restarted({ runtime_gc_total: [4, 3] }), true);
  assert.equal(restarted({ process_start_time_seconds: [1000.25, 1000.25, 1009] }), true);
});

test('a counter that stands still or rises is of one process', () => {
  assert.equal(restarted({ requests_total: [5, 5, 9], runtime_gc_total: [0, 0] }), false);
  assert.equal(restarted({ requests_total: [5] }), false);
  assert.equal(restarted({}), false);
});

test('counters that fall over and over are those of workers that answer in turn', () => {
  assert.equal(restarted({ requests_total: [50, 9, 60, 12, 70, 15, 80] }), false);
});

test('the noise of a boot time is no restart', () => {
  assert.equal(restarted({ process_start_time_seconds: [1000, 1001, 1000, 999.5] }), false);
});

test('what may fall may fall', () => {
  assert.equal(
    restarted({ runtime_heap_mb: [90, 10], requests_in_flight: [9, 0], cgroup_pids: [9, 1] }),
    false,
  );
});

test('the first cause is said once, though its effects show too', () => {
  const samples = samplesOf({ requests_total: [9, 1] });
  assert.deepEqual(judgeRestart(evidenceOf({ ...exitAt(1), samples })), []);
  const killed = samplesOf({ requests_total: [9, 1], cgroup_oom_kills_total: [0, 1] });
  assert.deepEqual(judgeRestart(evidenceOf({ samples: killed })), []);
});

test('a process that a supervisor replaced shows by its end, its counters and what nobody answered, all at one time', () => {
  const columns = {
    process_start_time_seconds: [1000, 1000, 1000, 1000, 1000, 1000],
    process_ended_total: [0, 0, 0, 1, 1, 1],
    runtime_gc_total: [4, 9, 14, 1, 6, 11],
  };
  const refused = (at: number) =>
    seconds((second) => (second === at ? { ok: 40, failed: { refused: 60 } } : { ok: 100 }));
  const judged = (changes: Series, at = 3) =>
    judgeRestart(played(refused(at), { samples: samplesOf({ ...columns, ...changes }) }))[0]?.message;
  assert.equal(
    judged({}),
    'the service was restarted once under load, at 0:03 of the load: its counters began again, while the process that started it lived on',
  );
  assert.equal(judged({ process_ended_total: [0, 0, 0, 0, 0, 0] }), undefined, 'none ended');
  assert.equal(judged({}, 20), undefined, 'a worker that is replaced by design fails nobody');
  assert.equal(
    judged({ runtime_gc_total: [4, 9, 14, 12, 18, 16] }),
    undefined,
    'workers that answer in turn',
  );
});
