import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, type Series, samplesOf } from '../fixtures.ts';
import { queueCause } from './queues.ts';
import { waitersCause } from './waiters.ts';
import { unknownWaitAdvice } from './waiting-advice.ts';

const withQueue = (series: Series) => evidenceOf({ samples: samplesOf(series) });
const waiting = (count: number) => Array.from({ length: 30 }, () => count);

test('a pool and a backlog of which the metrics tell are named where nothing tells more', () => {
  const [pool] = waitersCause(withQueue({ pool_waiting: waiting(38) }));
  assert.equal(pool?.cause, 'by its own metrics, 38 requests wait for a connection of a pool');
  assert.match(pool?.instead ?? '', /^give the pool more connections/);
  const [workers] = waitersCause(withQueue({ workers_backlog: waiting(12) }));
  assert.equal(workers?.cause, 'by its own metrics, 12 requests wait for a free worker or thread');
});

test('a queue that is empty in most readings, or not shown, is none', () => {
  assert.deepEqual(queueCause(withQueue({ pool_waiting: [0, 0, 40, 0, 0, 0] })), []);
  assert.deepEqual(queueCause(withQueue({ workers_backlog: waiting(2) })), []);
  assert.deepEqual(queueCause(withQueue({})), []);
});

test('where no list says what is waited for, it is said what would give one', () => {
  assert.match(unknownWaitAdvice(evidenceOf()), /threaddump of Spring Boot.*jstack, py-spy dump or rbspy/);
  const outcome = evidenceOf().outcome;
  const listed = outcome && { ...outcome, profiles: [{ file: 'threads.json', ok: true }] };
  assert.doesNotMatch(unknownWaitAdvice(evidenceOf({ outcome: listed })), /jstack/);
});
