import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServiceExit } from '../../store/records/records.ts';
import { counter, evidenceOf, outcomeOf, rate, START_MS, summaryOf } from '../fixtures.ts';
import { exitAt } from '../load/failure-fixtures.ts';
import { judgeCrash } from './crash.ts';

function crashed(exit: Partial<ServiceExit> = {}) {
  const summary = summaryOf({
    op_failed: rate(10, 500),
    op_errors_reset: counter(3),
    op_errors_refused: counter(3),
    op_errors_http_5xx: counter(4),
  });
  return judgeCrash(
    evidenceOf({ ...exitAt(72.4, exit), summary, logTail: 'up\nError: boom\n    at x\n' }),
  )[0];
}

test('an end under load is critical: how, when, after how many answers, with its last words', () => {
  const { advice, ...finding } = crashed() ?? {};
  assert.deepEqual(finding, {
    detector: 'crash',
    status: 'critical',
    metric: 'lifetime_seconds',
    value: 72.4,
    atSeconds: 72.4,
    unit: 's',
    message: 'the service ended with exit code 1 at 1:12 of the load, after it had answered 504 requests',
    cause: 'last message in target.log: Error: boom',
    evidence: ['outcome.json', 'target.log', 'samples.ndjson'],
  });
  assert.match(advice ?? '', /an uncaught error/);
});

test('who ended by a signal, or as if all was done, is told apart', () => {
  assert.match(crashed({ code: null, signal: 'SIGSEGV' })?.message ?? '', /^the service ended by SIGSEGV at/);
  assert.match(crashed({ code: 139 })?.message ?? '', /exit code 139 \(as by SIGSEGV\) at/);
  assert.match(crashed({ code: null, signal: 'SIGKILL' })?.advice ?? '', /^something stopped it/);
  assert.match(crashed({ code: 0 })?.advice ?? '', /^it exited as if its work were done/);
});

test('an end before the load began is told as that', () => {
  const [finding] = judgeCrash(evidenceOf({ ...exitAt(-3), summary: undefined, timeline: [] }));
  assert.equal(finding?.message, 'the service ended with exit code 1 before the load began');
  assert.equal(finding?.atSeconds, undefined);
});

test('a first cause that has no exit to it is told in its own words', () => {
  const firstCause = { id: 'target-exited', message: 'it went', atMs: START_MS + 1000 } as const;
  assert.match(
    judgeCrash(evidenceOf({ outcome: outcomeOf({ firstCause }) }))[0]?.message ?? '',
    /^it went at 0:01/,
  );
});

test('an end for want of memory is no crash, and a service that lives has none', () => {
  assert.deepEqual(judgeCrash(evidenceOf(exitAt(3, { oomKilled: true }))), []);
  assert.deepEqual(judgeCrash(evidenceOf({ ...exitAt(3), logTail: 'MemoryError\n' })), []);
  assert.deepEqual(judgeCrash(evidenceOf()), []);
});
