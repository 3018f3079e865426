/**
 * Which of many measures changed? Each is tested by itself (Mann and Whitney), all together are wrong by chance no more
 * often than one would be (Holm), and a change counts only when it is also large enough to matter.
 */

import type { Measure } from '../judge/measures/measures.ts';
import { hodgesLehmann } from '../judge/statistics/hodges-lehmann.ts';
import { holm } from '../judge/statistics/holm.ts';
import { mannWhitney } from '../judge/statistics/mann-whitney.ts';
import { median } from '../judge/statistics/median.ts';
import type { Change, MeasureComparison } from '../store/records/comparison.ts';

export interface Pair {
  measure: Pick<Measure, 'id' | 'label' | 'unit' | 'better' | 'least'>;
  /** One value a repeat. */
  before: number[];
  after: number[];
  /** Why it is not tested although there are values. */
  withheld?: string;
}

export const SIGNIFICANCE = 0.05;
export const CONFIDENCE = 0.95;
/** Of three against three no test can be significant: its p is at least 0.1. */
const MIN_REPEATS = 4;

/** @returns what became of each pair, and the number of tests that Holm's adjustment is over. */
export function testChanges(pairs: Pair[]): { tests: number; changes: Map<Pair, MeasureComparison> } {
  const family = pairs.filter(isTestable);
  const tested = family.filter((pair) => canShow(pair, family.length));
  const probabilities = tested.map(({ before, after }) => mannWhitney(before, after).p);
  const adjusted = holm(probabilities);
  const needsRepeats = repeatsNeeded(family.length || pairs.length);
  const changes = new Map(pairs.map((pair) => [pair, untested(pair, needsRepeats)]));
  tested.forEach((pair, index) => {
    const [p = 1, adjustedP = 1] = [probabilities[index], adjusted[index]];
    const described = describe(pair);
    const verdict = changeOf(pair, described.shift ?? 0, adjustedP);
    changes.set(pair, { ...described, p, adjustedP, verdict });
  });
  return { tests: tested.length, changes };
}

function untested(pair: Pair, needsRepeats: number): MeasureComparison {
  const described = describe(pair);
  if (pair.withheld !== undefined) return { ...described, verdict: 'not tested', withheld: pair.withheld };
  if (isEnough(pair) && isConstant(pair)) return { ...described, verdict: 'same' };
  const isOneSided = described.shift === undefined;
  return { ...described, verdict: 'not tested', ...(isOneSided ? {} : { needsRepeats }) };
}

/** How many repeats a side so many tests take, before the clearest of differences can be significant. */
export function repeatsNeeded(tests: number): number {
  let repeats = MIN_REPEATS;
  while (leastP(repeats, repeats) * tests >= SIGNIFICANCE) repeats++;
  return repeats;
}

/** Values that are all alike, such as no errors at all, need no test, and so they weaken no other. */
function isTestable(pair: Pair): boolean {
  return pair.withheld === undefined && isEnough(pair) && !isConstant(pair);
}

function isEnough({ before, after }: Pair): boolean {
  return Math.min(before.length, after.length) >= MIN_REPEATS;
}

function isConstant({ before, after }: Pair): boolean {
  return [...before, ...after].every((value) => value === before[0]);
}

function canShow({ before, after }: Pair, tests: number): boolean {
  return leastP(before.length, after.length) * tests < SIGNIFICANCE;
}

/** The p of two samples of which every value of the one is larger than all of the other: 2 of all ways to mix them. */
function leastP(m: number, n: number): number {
  let ways = 1;
  for (let each = 1; each <= m; each++) ways = (ways * (n + each)) / each;
  return Math.min(1, 2 / ways);
}

function describe({ measure: { id, label, unit }, before, after }: Pair): Omit<MeasureComparison, 'verdict'> {
  return {
    id,
    label,
    unit,
    before,
    after,
    ...(before.length === 0 ? {} : { medianBefore: median(before) }),
    ...(after.length === 0 ? {} : { medianAfter: median(after) }),
    ...(before.length === 0 || after.length === 0 ? {} : hodgesLehmann(before, after, CONFIDENCE)),
  };
}

function changeOf({ measure: { better, least }, before }: Pair, shift: number, adjustedP: number): Change {
  const size = Math.abs(shift);
  const matters = size > least.share * Math.abs(median(before)) && size > least.amount;
  if (adjustedP >= SIGNIFICANCE || !matters) return 'same';
  return shift > 0 === (better === 'higher') ? 'better' : 'worse';
}
