/** Two stored runs → by what the second differs from the first. From their files alone. */

import type { Status } from '../contract/contract.ts';
import { MEASURES, MIN_BYTES, MIN_ERROR_RATE, MIN_MS, MIN_SHARE } from '../judge/measures/measures.ts';
import type { Played, Side } from '../judge/measures/side.ts';
import type { Comparison, ScenarioComparison, SideRecord } from '../store/records/comparison.ts';
import type { MeasureId } from '../store/records/records.ts';
import { isUnequal, type MeasuredScene, type Reading, readingsOf } from './readings.ts';
import { CONFIDENCE, type Pair, SIGNIFICANCE, testChanges } from './test-changes.ts';
import { changeOfScenario, gravest } from './verdict.ts';
import { doubtWarnings, warningsOf } from './warnings.ts';

export function compare(before: Side, after: Side): Comparison {
  const scenes = scenesOf(before, after).map((scene) => {
    const measured = { before: readingsOf(before, scene.before), after: readingsOf(after, scene.after) };
    return { scene, measured, pairs: pairsOf(measured) };
  });
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
      leastShare: MIN_SHARE,
      leastMs: MIN_MS,
      leastBytes: MIN_BYTES,
      leastErrorRate: MIN_ERROR_RATE,
    },
    warnings: [...warningsOf(before, after), ...doubtWarnings(scenes.map(({ measured }) => measured))],
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
function pairsOf(scene: MeasuredScene): Pair[] {
  const { before, after } = scene;
  // What only one side has is named, and compared with nothing.
  if (before.length === 0 || after.length === 0) return [];
  const withheld = isUnequal(scene) ? 'the load generator was short of CPU mostly on one side' : undefined;
  const valuesOf = (readings: Reading[], id: MeasureId) => readings.flatMap(({ values }) => values[id] ?? []);
  return MEASURES.map((measure) => ({
    measure,
    before: valuesOf(before, measure.id),
    after: valuesOf(after, measure.id),
    ...(withheld === undefined || !measure.restsOnTiming ? {} : { withheld }),
  })).filter((pair) => pair.before.length + pair.after.length > 0);
}

function described({ before, after }: SceneOfTwo): Omit<ScenarioComparison, 'measures'> {
  const { profile, scenario } = before ?? after ?? { profile: '', scenario: '' };
  return {
    profile,
    scenario,
    ...(after === undefined ? { onlyIn: 'before' } : before === undefined ? { onlyIn: 'after' } : {}),
    ...(before?.status === undefined ? {} : { statusBefore: before.status }),
    ...(after?.status === undefined ? {} : { statusAfter: after.status }),
    ...whyChanged(before, after),
    ...(turnedCritical(before?.status, after?.status) ? { turnedCritical: true } : {}),
  };
}

/** In the words of the verdict that is not healthy, the later one's first. */
function whyChanged(before: Played | undefined, after: Played | undefined): { why?: string } {
  if (before?.status === undefined || after?.status === undefined || before.status === after.status)
    return {};
  const why = after.status === 'healthy' ? before.headline : after.headline;
  return why === undefined || why === '' ? {} : { why };
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
