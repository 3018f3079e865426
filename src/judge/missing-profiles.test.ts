import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunRecord } from '../store/records/records.ts';
import { exitAt } from './failure-fixtures.ts';
import { evidenceOf, findingOf, outcomeOf, runOf } from './fixtures.ts';
import { withMissingProfiles } from './missing-profiles.ts';

const SEE = 'compare heap.pprof with heap-start.pprof';
const ASKED = findingOf({ status: 'critical', advice: SEE });
const run = runOf({ target: { ...runOf().target, probes: ['pprof'] } satisfies RunRecord['target'] });

test('advice that names profiles which are there, or none, stays', () => {
  const profiles = ['heap.pprof', 'heap-start.pprof'].map((file) => ({ file, ok: true }));
  const evidence = evidenceOf({ run, outcome: outcomeOf({ profiles }) });
  assert.deepEqual(withMissingProfiles(ASKED, evidence), ASKED);
  const { advice: _, ...silent } = ASKED;
  assert.deepEqual(withMissingProfiles(silent, evidence), silent);
});

test('a profile that the run does not have is not silently advised: it says which and why', () => {
  const profiles = [{ file: 'heap-start.pprof', ok: true }];
  const failed = { file: 'heap.pprof', ok: false, why: 'GET /debug/pprof/heap: 404' };
  const advice = (changes: Parameters<typeof evidenceOf>[0]) =>
    withMissingProfiles(ASKED, evidenceOf({ run, ...changes })).advice;
  assert.equal(
    advice({ outcome: outcomeOf({ ...exitAt(4).outcome, profiles }) }),
    `${SEE} (this run has no heap.pprof: the service was gone)`,
  );
  assert.equal(
    advice({ outcome: outcomeOf({ profiles: [...profiles, failed] }) }),
    `${SEE} (this run has no heap.pprof: GET /debug/pprof/heap: 404)`,
  );
  assert.equal(
    advice({ run: runOf(), outcome: outcomeOf({ profiles: [] }) }),
    `${SEE} (this run has no heap-start.pprof and heap.pprof: the service has no pprof endpoint that the target file names)`,
  );
});
