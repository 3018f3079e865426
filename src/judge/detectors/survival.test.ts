import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../evidence.ts';
import { evidenceOf, outcomeOf, runOf, START_MS, samplesOf } from '../fixtures.ts';
import { exitAt, played, seconds } from '../load/failure-fixtures.ts';
import { judgeSurvival } from './survival.ts';

const over = (changes: Partial<Evidence>) => judgeSurvival(evidenceOf(changes));

test('a service that lived through the load is healthy', () => {
  assert.deepEqual(over({}), [
    {
      detector: 'survival',
      status: 'healthy',
      metric: 'lifetime',
      unit: '',
      message: 'the service survived the load',
      evidence: ['outcome.json', 'target.log', 'samples.ndjson'],
    },
  ]);
});

test('a service that was never ready is critical, in the words of its log', () => {
  const cause = { id: 'target-never-ready', message: 'it did not answer', atMs: 1 } as const;
  const outcome = outcomeOf({ firstCause: cause });
  const [finding] = over({ outcome, samples: [], logTail: 'Error: no DATABASE_URL\n' });
  assert.deepEqual(
    [finding?.status, finding?.message, finding?.cause],
    ['critical', 'it did not answer', 'last message in target.log: Error: no DATABASE_URL'],
  );
  assert.equal(over({ outcome })[0]?.cause, undefined);
});

test('a service that still starts when we give up is not judged, and the flag for more time is named', () => {
  const message = 'the service is still starting after 60 s; --start-timeout';
  const outcome = outcomeOf({ firstCause: { id: 'target-still-starting', message, atMs: 1 } });
  const [finding] = over({ outcome, samples: [], logTail: 'started 45 s ago, still loading\n' });
  assert.deepEqual(
    [finding?.status, finding?.message, finding?.cause],
    ['unknown', message, 'last message in target.log: started 45 s ago, still loading'],
  );
});

test('an end that was ours is no failure of the service', () => {
  for (const id of [
    'interrupted',
    'generator-failed',
    'generator-timeout',
    'generator-memory',
    'script-failed',
  ] as const) {
    const outcome = outcomeOf({ firstCause: { id, message: `it was ${id}`, atMs: 1 } });
    assert.equal(over({ outcome })[0]?.status, 'healthy', id);
  }
});

test('what died, was restarted or hangs is not said to live', () => {
  assert.deepEqual(over(exitAt(9)), []);
  assert.deepEqual(over(exitAt(9, { oomKilled: true })), []);
  assert.deepEqual(over({ samples: samplesOf({ requests_total: [10, 500, 3] }) }), []);
  assert.deepEqual(judgeSurvival(played(seconds((second) => (second < 9 ? { ok: 5 } : {})))), []);
});

test('that it lived is only said when someone looked', () => {
  assert.deepEqual(over({ samples: [] }), []);
  assert.deepEqual(over({ outcome: undefined }), []);
});

test('of a service that runs elsewhere and answers no more nobody says that it lived', () => {
  const gone = (second: number) => (second < 20 ? { ok: 10 } : { failed: { refused: 10 } });
  const run = runOf({ target: { ...runOf().target, startedByUs: false } });
  assert.deepEqual(judgeSurvival(played(seconds(gone), { run })), []);
  assert.equal(
    judgeSurvival(
      played(
        seconds(() => ({ ok: 10 })),
        { run },
      ),
    )[0]?.status,
    'healthy',
  );
});

test('a slow start is a figure and at most a warning', () => {
  const started = (startSeconds: number) =>
    judgeSurvival(evidenceOf({ outcome: outcomeOf({ startSeconds }) })).map(({ status, message }) => [
      status,
      message,
    ]);
  const lived = ['healthy', 'the service survived the load'];
  assert.deepEqual(started(75.2), [lived, ['warning', 'it takes 75 s to start']]);
  assert.deepEqual(started(2.25), [lived, ['healthy', 'it takes 2.3 s to start']]);
});

test('a start is not called slow for the CPU that other programs had, but for that which the box does not have', () => {
  const started = (waited: number, throttled: number) => {
    const values = {
      process_cpu_wait_seconds_total: waited,
      cgroup_cpu_throttled_seconds_total: throttled,
    };
    const outcome = outcomeOf({ startSeconds: 45 });
    const found = judgeSurvival(evidenceOf({ atRest: { t: START_MS - 1, values }, outcome }));
    return found.find(({ metric }) => metric === 'start_time');
  };
  const { status, message } = started(20, 0) ?? {};
  assert.equal(status, 'healthy');
  assert.equal(message, 'it takes 45 s to start, but waited 20 s for a CPU that others had');
  assert.equal(started(20, 20)?.status, 'warning');
  assert.equal(started(5, 0)?.message, 'it takes 45 s to start');
});
