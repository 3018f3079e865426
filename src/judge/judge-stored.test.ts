/** Runs as they lie on disk, whole and damaged. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../files/validate.ts';
import type { Finding } from '../store/records/records.ts';
import { FILES, scenarioFolder } from '../store/store.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { MICRO, outcomeOf, rate, runOf, type StoredScenario, storedRun, summaryOf } from './fixtures.ts';
import { judge } from './judge.ts';

const OOM = outcomeOf({ firstCause: { id: 'target-oom-killed', message: 'it was OOM-killed', atMs: 1 } });

function pingFolder(run: string): string {
  return scenarioFolder(run, 't3-micro', 'ping');
}

function brief(findings: Finding[]): string[] {
  return findings.map(({ detector, status }) => `${detector} ${status}`);
}

test('a stored run is judged from its files alone', async (t) => {
  const folder = await storedRun(t);
  const verdict = judge(folder);
  const [profile] = verdict.profiles;
  const [scenario] = profile?.scenarios ?? [];
  assert.deepEqual(
    [verdict.run, verdict.status, profile?.name, profile?.status, scenario?.name, scenario?.status],
    ['20270115-080000-002a', 'healthy', 't3-micro', 'healthy', 'ping', 'healthy'],
  );
  assert.deepEqual(brief(scenario?.findings ?? []), [
    'survival healthy',
    'gc healthy',
    'memory healthy',
    'limits healthy',
    'limits healthy',
  ]);
  assert.deepEqual([verdict.doubts, scenario?.doubts], [[], []]);
  assert.equal(scenario?.notTested.length, 3);
});

test('a verdict is on disk for the run and for its scenario, and fits its schema', async (t) => {
  const folder = await storedRun(t);
  const verdict = judge(folder);
  const ofRun = JSON.parse(readFileSync(join(folder, FILES.verdict), 'utf8'));
  assert.deepEqual(ofRun, verdict);
  assert.equal(whatIsWrong('verdict', ofRun), undefined);
  const ofScenario = JSON.parse(readFileSync(join(pingFolder(folder), FILES.verdict), 'utf8'));
  assert.deepEqual(ofScenario, {
    schema: 'burstbox/scenario-verdict/1',
    ...verdict.profiles[0]?.scenarios[0],
  });
  assert.equal(whatIsWrong('scenario-verdict', ofScenario), undefined);
});

test('judged again, a run gets the same verdict', async (t) => {
  const folder = await storedRun(t, runOf(), { outcome: OOM, summary: null });
  judge(folder);
  const first = readFileSync(join(folder, FILES.verdict), 'utf8');
  judge(folder);
  assert.equal(readFileSync(join(folder, FILES.verdict), 'utf8'), first);
});

test('a last line that a crash cut does not count and does not hurt', async (t) => {
  const folder = await storedRun(t);
  const before = judge(folder);
  appendFileSync(join(pingFolder(folder), FILES.samples), '{"t":1800000002000,"values":{"runtime_sys_mb":99');
  appendFileSync(join(pingFolder(folder), FILES.timeline), '{"event":"snapshot","data":[[1]');
  assert.deepEqual(judge(folder), before);
});

test('without a summary nothing is known, unless the service was seen to fail', async (t) => {
  const lost = judge(await storedRun(t, runOf(), { summary: null }));
  assert.equal(lost.status, 'unknown');
  assert.deepEqual(
    lost.profiles[0]?.scenarios[0]?.doubts.map(({ id }) => id),
    ['no-samples'],
  );
  const killed = judge(await storedRun(t, runOf(), { summary: null, outcome: OOM }));
  assert.equal(killed.status, 'critical');
});

test('a damaged summary is as good as none', async (t) => {
  const folder = await storedRun(t);
  writeFileSync(join(pingFolder(folder), FILES.summary), '{"schema":"burstbox/summary/1","metr');
  assert.equal(judge(folder).status, 'unknown');
});

test('what was not played is unknown, and gets no file of its own', async (t) => {
  const small = { ...MICRO, name: 't3-small' };
  const folder = await storedRun(t, runOf({ profiles: [MICRO, small], state: 'running' }));
  const verdict = judge(folder);
  assert.deepEqual(
    verdict.profiles.map(({ name, status }) => [name, status]),
    [
      ['t3-micro', 'healthy'],
      ['t3-small', 'unknown'],
    ],
  );
  assert.equal(verdict.status, 'unknown');
  assert.equal(verdict.profiles[1]?.scenarios[0]?.doubts[0]?.id, 'not-run');
  assert.equal(existsSync(join(folder, 't3-small')), false);
  assert.equal(existsSync(join(pingFolder(folder), FILES.verdict)), true);
});

test('a run with nothing to judge is unknown', async (t) => {
  assert.equal(judge(await storedRun(t, runOf({ scenarios: [] }))).status, 'unknown');
});

test('a run that ended early is doubted as a whole', async (t) => {
  const doubts = async (state: 'running' | 'finished' | 'interrupted' | 'failed') =>
    judge(await storedRun(t, runOf({ state }))).doubts.map(({ message }) => message);
  assert.deepEqual(await doubts('interrupted'), ['the run was interrupted before its end']);
  assert.deepEqual(await doubts('failed'), ['the run failed before its end']);
  assert.deepEqual([await doubts('running'), await doubts('finished')], [[], []]);
});

test('a folder without a run is refused', async (t) => {
  const folder = await tempFolder(t);
  assert.throws(() => judge(folder), { code: 'results' });
  assert.equal(existsSync(join(folder, FILES.verdict)), false);
});

test('without its timeline a load is unknown, unless the service was seen to fail', async (t) => {
  const verdictWithout = async (changes: StoredScenario, timeline?: string) => {
    const folder = await storedRun(t, runOf(), changes);
    const path = join(pingFolder(folder), FILES.timeline);
    if (timeline === undefined) rmSync(path);
    else writeFileSync(path, timeline);
    const [{ status, doubts } = { status: '', doubts: [] }] = judge(folder).profiles[0]?.scenarios ?? [];
    return [status, ...doubts.map(({ id }) => id)];
  };
  assert.deepEqual(await verdictWithout({}), ['unknown', 'no-timeline']);
  assert.deepEqual(await verdictWithout({}, '{"event":"snapshot","data":[[1]]}\n[[[\n'), [
    'unknown',
    'no-timeline',
  ]);
  const failing = { summary: summaryOf({ op_failed: rate(900, 100) }) };
  assert.equal((await verdictWithout(failing))[0], 'critical');
  assert.deepEqual(await verdictWithout({ outcome: OOM }), ['critical']);
});
