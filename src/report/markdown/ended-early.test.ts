import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf, runOf, START_MS, storedRun, verdictOf } from '../../judge/fixtures.ts';
import type { Outcome, Verdict } from '../../store/records/records.ts';
import { endedEarlySection } from './ended-early.ts';

const atMs = START_MS + 23_000;
const JUDGED: Verdict = {
  schema: 'burstbox/verdict/1',
  run: runOf().id,
  status: 'healthy',
  profiles: [{ name: 't3-micro', status: 'healthy', scenarios: [verdictOf()] }],
  doubts: [],
};

test('a load that had settled is listed with its length and the rule, one that was hopeless with its own words', async (t) => {
  const section = async (changes: Partial<Outcome>) =>
    endedEarlySection(runOf(), JUDGED, await storedRun(t, runOf(), { outcome: outcomeOf(changes) }));
  assert.deepEqual(await section({ endedEarly: { rule: 'p95 stayed *the same*', atMs } }), [
    '## Ended early\n\n- t3-micro / ping after 23 of 30 s: p95 stayed \\*the same\\*',
  ]);
  assert.deepEqual(
    await section({ firstCause: { id: 'limit-hopeless', message: 'half failed in 21 of 30 s', atMs } }),
    ['## Ended early\n\n- t3-micro / ping: half failed in 21 of 30 s'],
  );
  assert.deepEqual(await section({ firstCause: { id: 'target-exited', message: 'it died', atMs } }), []);
  assert.deepEqual(await section({}), []);
});
