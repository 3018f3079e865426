import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from '../../records.ts';
import type { Evidence } from '../evidence.ts';
import { evidenceOf, outcomeOf, type Series, samplesOf } from '../fixtures.ts';
import { hasRestarted, judgeSurvival } from './survival.ts';

const over = (changes: Partial<Evidence>) => judgeSurvival(evidenceOf(changes));
const restarted = (columns: Series) => hasRestarted(evidenceOf({ samples: samplesOf(columns) }));
const endedBy = (id: Cause['id']) =>
  over({ outcome: outcomeOf({ firstCause: { id, message: `it was ${id}`, atMs: 1 } }) });

test('a service that lived through the load is healthy', () => {
  assert.deepEqual(over({}), [
    {
      detector: 'survival',
      status: 'healthy',
      metric: 'lifetime',
      unit: '',
      message: 'the service lived through the load',
      evidence: ['outcome.json', 'target.log', 'samples.ndjson'],
    },
  ]);
});

test('an end by the service is critical and named, with advice of its own', () => {
  const fatal = ['target-oom-killed', 'target-exited', 'target-never-ready'] as const;
  const findings = fatal.flatMap(endedBy);
  assert.deepEqual(
    findings.map(({ status, message, cause }) => [status, message, cause]),
    fatal.map((id) => ['critical', `it was ${id}`, id]),
  );
  assert.equal(new Set(findings.map(({ advice }) => advice)).size, 3);
});

test('an end that was ours is no failure of the service', () => {
  for (const id of ['interrupted', 'generator-failed', 'generator-timeout', 'script-failed'] as const)
    assert.equal(endedBy(id)[0]?.status, 'healthy', id);
});

test('a child that the kernel killed is found though the service lived on', () => {
  const [finding] = over({ samples: samplesOf({ cgroup_oom_kills_total: [0, 0, 1] }) });
  assert.deepEqual([finding?.status, finding?.cause], ['critical', 'target-oom-killed']);
});

test('OOM kills from before the load are not its doing', () => {
  const samples = samplesOf({ cgroup_oom_kills_total: [2, 2, 2] });
  assert.equal(over({ samples })[0]?.status, 'healthy');
});

test('a service that began again under load is critical', () => {
  const [finding] = over({ samples: samplesOf({ requests_total: [10, 500, 3] }) });
  assert.deepEqual([finding?.status, finding?.cause], ['critical', 'target-restarted']);
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

test('the noise of a boot time is no restart', () => {
  assert.equal(restarted({ process_start_time_seconds: [1000, 1001, 1000, 999.5] }), false);
});

test('what may fall may fall', () => {
  assert.equal(
    restarted({ runtime_heap_mb: [90, 10], requests_in_flight: [9, 0], cgroup_pids: [9, 1] }),
    false,
  );
});

test('that it lived is only said when someone looked', () => {
  assert.deepEqual(over({ samples: [] }), []);
  assert.deepEqual(over({ outcome: undefined }), []);
});

test('the first cause is said once, though its effects show too', () => {
  const findings = over({
    outcome: outcomeOf({ firstCause: { id: 'target-exited', message: 'it ended', atMs: 1 } }),
    samples: samplesOf({ requests_total: [9, 1], cgroup_oom_kills_total: [0, 1] }),
  });
  assert.deepEqual(
    findings.map(({ message }) => message),
    ['it ended'],
  );
});
