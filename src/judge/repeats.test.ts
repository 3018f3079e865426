import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../files/validate.ts';
import type { ScenarioVerdict } from '../store/records/records.ts';
import { createScenarioFolder, FILES, scenarioFolder } from '../store/store.ts';
import { findingOf, outcomeOf, runOf, storedRun, summaryOf, trend, verdictOf } from './fixtures.ts';
import { headline } from './headline.ts';
import { judge } from './judge.ts';
import { shownFolder, worstRepeat } from './repeats.ts';

const GOOD = verdictOf();
const BAD = verdictOf({ status: 'critical', findings: [findingOf({ status: 'critical', message: 'slow' })] });

test('a scenario that was played once has its own verdict, as it is', () => {
  assert.equal(worstRepeat(BAD, []), BAD);
});

test('of several repeats the first of the worst speaks, and says how many came to the same', () => {
  const verdict = worstRepeat(GOOD, [BAD, { ...BAD, findings: [] }]);
  assert.equal(verdict.status, 'critical');
  assert.deepEqual(verdict.repeats, {
    statuses: ['healthy', 'critical', 'critical'],
    shown: 2,
    message: 'critical in 2 of 3 repeats; this is repeat 2',
  });
  assert.equal(headline(verdict), 'slow; critical in 2 of 3 repeats; this is repeat 2');
  assert.deepEqual(verdict.findings[0]?.evidence, ['repeat/2/summary.json']);
  assert.equal(shownFolder('run', 't3-micro', verdict), 'run/t3-micro/ping/repeat/2');
});

test('repeats that agree are said to', () => {
  const verdict = worstRepeat(GOOD, [GOOD]);
  assert.equal(verdict.repeats?.message, 'healthy in both repeats');
  assert.deepEqual(verdict.findings, GOOD.findings);
  assert.equal(shownFolder('run', 't3-micro', verdict), 'run/t3-micro/ping');
});

test('a stored run with repeats: each is judged, the worst is the verdict of the scenario and of the run', async (t) => {
  const run = await storedRun(t, runOf({ repeat: 3 }));
  const slow = trend({ med: 400, 'p(95)': 900 });
  for (const [repeat, metric] of [
    [2, slow] as const,
    [3, summaryOf().metrics.op_duration ?? slow] as const,
  ]) {
    const folder = createScenarioFolder(run, 't3-micro', 'ping', repeat);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, FILES.outcome), JSON.stringify(outcomeOf()));
    writeFileSync(
      join(folder, FILES.summary),
      JSON.stringify(summaryOf({ op_duration: metric, 'op_duration{op:ping}': metric })),
    );
  }
  const verdict = judge(run);
  const scenario = verdict.profiles[0]?.scenarios[0];
  assert.equal(verdict.status, 'critical');
  assert.equal(scenario?.repeats?.shown, 2);
  assert.equal(scenario?.repeats?.statuses[1], 'critical');
  assert.equal(whatIsWrong('verdict', verdict), undefined);
  const stored = (...path: string[]): ScenarioVerdict =>
    JSON.parse(readFileSync(join(scenarioFolder(run, 't3-micro', 'ping'), ...path, FILES.verdict), 'utf8'));
  assert.equal(whatIsWrong('scenario-verdict', stored()), undefined);
  assert.equal(stored().repeats?.shown, 2);
  assert.equal(stored('repeat', '2').status, 'critical');
  assert.equal(stored('repeat', '2').repeats, undefined);
  assert.notEqual(stored('repeat', '3').status, 'critical');
});

test('of a run that goes on only what is new is judged', async (t) => {
  const run = await storedRun(t);
  const known = new Map<string, ScenarioVerdict>();
  judge(run, known);
  const [folder] = [...known.keys()];
  assert.equal(folder, scenarioFolder(run, 't3-micro', 'ping'));
  known.set(scenarioFolder(run, 't3-micro', 'ping'), BAD);
  assert.equal(judge(run, known).status, 'critical');
  known.clear();
  assert.notEqual(judge(run, known).status, 'critical');
});
