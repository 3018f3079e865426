import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LikelyCause } from '../store/records/records.ts';
import { findingOf, verdictOf } from './fixtures.ts';
import { headline } from './headline.ts';

const DOUBT = { id: 'no-samples', message: 'no operation was measured', action: 'look' };
const BAD = findingOf({ status: 'critical', message: 'it is slow', cause: 'the CPU' });
const DEAD = findingOf({ detector: 'crash', status: 'critical', message: 'it ended', cause: 'boom' });

test('a healthy scenario needs no words', () => {
  assert.equal(headline(verdictOf({ doubts: [DOUBT] })), '');
});

test('the worst finding speaks, with its cause', () => {
  const warning = findingOf({ status: 'warning', message: 'it is so-so' });
  assert.equal(headline(verdictOf({ status: 'critical', findings: [warning, BAD] })), 'it is slow (the CPU)');
  assert.equal(headline(verdictOf({ status: 'warning', findings: [findingOf(), warning] })), 'it is so-so');
});

test('of several causes the first is told', () => {
  const causes = [{ text: 'the CPU' }, { text: 'and the disk' }];
  const finding = findingOf({
    status: 'critical',
    message: 'it is slow',
    cause: 'the CPU; and the disk',
    causes,
  });
  assert.equal(headline(verdictOf({ status: 'critical', findings: [finding] })), 'it is slow (the CPU)');
});

test('the first of equally bad findings speaks: a cause comes before what it brings about', () => {
  assert.equal(headline(verdictOf({ status: 'critical', findings: [DEAD, BAD] })), 'it ended (boom)');
});

test('when nothing is known the first doubt speaks, not what was found or not found because of it', () => {
  for (const status of ['warning', 'unknown'] as const) {
    const findings = [findingOf({ status, message: 'error rate: no samples' })];
    const verdict = verdictOf({ status: 'unknown', findings, doubts: [DOUBT] });
    assert.equal(headline(verdict), 'no operation was measured');
  }
});

test('of a service that still started it is said, and not only that nothing was measured', () => {
  const findings = [
    findingOf({ detector: 'survival', status: 'unknown', message: 'it still starts', cause: 'loading' }),
  ];
  assert.equal(
    headline(verdictOf({ status: 'unknown', findings, doubts: [DOUBT] })),
    'it still starts (loading)',
  );
});

test('a failure that was shown speaks before any doubt', () => {
  const verdict = verdictOf({ status: 'critical', findings: [BAD], doubts: [DOUBT] });
  assert.equal(headline(verdict), 'it is slow (the CPU)');
});

test('an unknown finding speaks for itself', () => {
  const unknown = findingOf({ status: 'unknown', message: 'the detector failed' });
  assert.equal(headline(verdictOf({ status: 'unknown', findings: [unknown] })), 'the detector failed');
});

test('with nothing to say nothing is said', () => {
  assert.equal(headline(verdictOf({ status: 'unknown', findings: [] })), '');
});

test('of a verdict of an earlier version, which has one sentence for all causes, all are told', () => {
  const finding = findingOf({ status: 'critical', message: 'it is slow', cause: 'the CPU; and the disk' });
  const verdict = verdictOf({ status: 'critical', findings: [finding] });
  assert.equal(headline(verdict), 'it is slow (the CPU; and the disk)');
});

test('where the CPU is what limits, the function that has it is told, in the headline of a break too', () => {
  const causes: LikelyCause[] = [
    { text: 'CPU: 0.97 of 1 CPUs in use' },
    { text: 'of the CPU time 62 % went to hash (srv/h.ts)', shows: 'cpu-time' },
    { text: 'and more' },
  ];
  const told = '(CPU: 0.97 of 1 CPUs in use; of the CPU time 62 % went to hash (srv/h.ts))';
  const broken = findingOf({ detector: 'breaking-point', message: 'breaks at 200 VUs', causes });
  assert.equal(headline(verdictOf({ findings: [findingOf(), broken] })), `breaks at 200 VUs ${told}`);
  const slow = findingOf({ status: 'critical', message: 'it is slow', causes });
  assert.equal(headline(verdictOf({ status: 'critical', findings: [slow] })), `it is slow ${told}`);
});

test('what the requests wait for is told wherever it stands', () => {
  const waiting = { text: '137 goroutines wait for a lock', shows: 'waiting' } as const;
  const told = (causes: LikelyCause[]) =>
    headline(verdictOf({ status: 'critical', findings: [{ ...BAD, causes }] }));
  assert.equal(
    told([{ text: 'it waits' }, { text: 'its metrics endpoint still responds' }, waiting]),
    'it is slow (it waits; 137 goroutines wait for a lock)',
  );
  assert.equal(told([waiting, { text: 'more' }]), 'it is slow (137 goroutines wait for a lock)');
});
