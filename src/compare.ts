/** Two stored runs → by what the second differs from the first. From their files alone. */

import { LEAST_ERROR_RATE, LEAST_MS, LEAST_SHARE, MEASURES } from './compare/measures.ts';
import type { Comparison, ScenarioComparison, SideRecord } from './compare/record.ts';
import { evidenceOf, type Played, type Side } from './compare/side.ts';
import { CONFIDENCE, type Pair, SIGNIFICANCE, testChanges } from './compare/test-changes.ts';
import { changeOfScenario, gravest } from './compare/verdict.ts';
import { warningsOf } from './compare/warnings.ts';
import type { Status } from './contract.ts';

export function compare(before: Side, after: Side): Comparison {
  const scenes = scenesOf(before, after).map((scene) => ({ scene, pairs: pairsOf(before, after, scene) }));
  const { tests, changes } = testChanges(scenes.flatMap(({ pairs }) => pairs));
  const scenarios = scenes.map(({ scene, pairs }) => ({
    ...described(scene),
    measures: pairs.flatMap((pair) => changes.get(pair) ?? []),
  }));
  return {
    schema: 'burstbox/compare/1',
    before: sideRecord(before),
    after: sideRecord(after),
    verdict: gravest(scenarios.map(changeOfScenario)),
    rules: {
      significance: SIGNIFICANCE,
      tests,
      confidence: CONFIDENCE,
      leastShare: LEAST_SHARE,
      leastMs: LEAST_MS,
      leastErrorRate: LEAST_ERROR_RATE,
    },
    warnings: warningsOf(before, after),
    scenarios,
  };
}

/** Whether anything was measured on both sides, or shown to be broken on the later one. */
export function isComparable({ scenarios }: Comparison): boolean {
  return scenarios.some(
    ({ turnedCritical, measures }) => turnedCritical || measures.some(({ shift }) => shift !== undefined),
  );
}

interface SceneOfTwo {
  before: Played | undefined;
  after: Played | undefined;
}

/** In the order of the earlier side, then what only the later one has. */
function scenesOf(before: Side, after: Side): SceneOfTwo[] {
  const like =
    ({ profile, scenario }: Played) =>
    (each: Played) =>
      each.profile === profile && each.scenario === scenario;
  return [
    ...before.played.map((played) => ({ before: played, after: after.played.find(like(played)) })),
    ...after.played
      .filter((played) => !before.played.some(like(played)))
      .map((played) => ({ before: undefined, after: played })),
  ];
}

/** A pair for each measure that either side has. */
function pairsOf(before: Side, after: Side, scene: SceneOfTwo): Pair[] {
  const [earlier, later] = [valuesOf(before, scene.before), valuesOf(after, scene.after)];
  return MEASURES.map((measure, index) => ({
    measure,
    before: earlier[index] ?? [],
    after: later[index] ?? [],
  })).filter((pair) => pair.before.length + pair.after.length > 0);
}

/** By measure, in the order of the repeats. */
function valuesOf(side: Side, played: Played | undefined): number[][] {
  const repeats = played?.folders.flatMap((folder) =>
    evidenceOf(side, played, folder).map((evidence) => MEASURES.map(({ read }) => read(evidence))),
  );
  return MEASURES.map((_, index) => repeats?.flatMap((values) => values[index] ?? []) ?? []);
}

function described({ before, after }: SceneOfTwo): Omit<ScenarioComparison, 'measures'> {
  const { profile, scenario } = before ?? after ?? { profile: '', scenario: '' };
  return {
    profile,
    scenario,
    ...(after === undefined ? { onlyIn: 'before' } : before === undefined ? { onlyIn: 'after' } : {}),
    ...(before?.status === undefined ? {} : { statusBefore: before.status }),
    ...(after?.status === undefined ? {} : { statusAfter: after.status }),
    ...(turnedCritical(before?.status, after?.status) ? { turnedCritical: true } : {}),
  };
}

/** What was unknown before may have been as bad. */
function turnedCritical(before: Status | undefined, after: Status | undefined): boolean {
  return after === 'critical' && (before === 'healthy' || before === 'warning');
}

function sideRecord({ name, isBaseline, run }: Side): SideRecord {
  const { gitCommit } = run.burstbox;
  return {
    name,
    isBaseline,
    run: run.id,
    startedAtMs: run.startedAtMs,
    ...(gitCommit === undefined ? {} : { gitCommit }),
  };
}
