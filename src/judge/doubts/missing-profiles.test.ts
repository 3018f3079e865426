import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProfileRecord, RunRecord } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import { evidenceOf, findingOf, outcomeOf, runOf } from '../fixtures.ts';
import { exitAt } from '../load/failure-fixtures.ts';
import { profilesAction, withMissingProfiles } from './missing-profiles.ts';

const ASKED: Found = {
  ...findingOf({ status: 'critical' }),
  ...adviceOf`compare ${FILES.heapEnd} with ${FILES.heapStart}`,
};
const run = runOf({ target: { ...runOf().target, probes: ['pprof'] } satisfies RunRecord['target'] });

test('advice that names profiles which are there, or none, stays', () => {
  const profiles = ['heap.pprof', 'heap-start.pprof'].map((file) => ({ file, ok: true }));
  const evidence = evidenceOf({ run, outcome: outcomeOf({ profiles }) });
  assert.deepEqual(withMissingProfiles(ASKED, evidence), ASKED);
  const { advice: _, sees: __, ...silent } = ASKED;
  assert.deepEqual(withMissingProfiles(silent, evidence), silent);
});

test('a profile that the run does not have is not silently advised: it says which and why', () => {
  const profiles = [{ file: 'heap-start.pprof', ok: true }];
  const failed = { file: 'heap.pprof', ok: false, why: 'GET /debug/pprof/heap: 404' };
  const missing = (changes: Parameters<typeof evidenceOf>[0]) =>
    withMissingProfiles(ASKED, evidenceOf({ run, ...changes })).missingProfiles;
  assert.deepEqual(missing({ outcome: outcomeOf({ ...exitAt(4).outcome, profiles }) }), [
    { file: 'heap.pprof', why: 'the service was gone' },
  ]);
  assert.deepEqual(missing({ outcome: outcomeOf({ profiles: [...profiles, failed] }) }), [
    { file: 'heap.pprof', why: 'GET /debug/pprof/heap: 404' },
  ]);
  const why = 'the service has no pprof endpoint that the target file names';
  assert.deepEqual(missing({ run: runOf(), outcome: outcomeOf({ profiles: [] }) }), [
    { file: 'heap.pprof', why },
    { file: 'heap-start.pprof', why },
  ]);
});

test('what to do about a profile follows from what came in its place', () => {
  const action = (...problems: Partial<ProfileRecord>[]) =>
    profilesAction(
      evidenceOf({
        outcome: outcomeOf({
          profiles: problems.map((problem) => ({ file: 'heap.pprof', ok: false, ...problem })),
        }),
      }),
    );
  const fetched = { ok: true };
  assert.match(action({ problem: 'status', status: 403 }), /"headers"/);
  assert.match(action({ problem: 'form' }), /profile\.proto/);
  assert.match(action({ problem: 'status', status: 404 }), /profiling is on/);
  assert.match(action({ problem: 'status', status: 404 }, fetched), /^nothing, if/);
  assert.match(action({ problem: 'skipped' }, fetched), /--duration/);
  assert.match(action({ problem: 'unanswered' }, fetched), /too busy/);
  assert.doesNotMatch(action({ why: 'of an earlier version' }, fetched), /too busy|nothing/);
});
