/** What each repeat of a scenario measured. */
import { doubtsOf } from '../judge/doubts/doubts.ts';
import type { Evidence } from '../judge/evidence.ts';
import { MEASURES } from '../judge/measures/measures.ts';
import { evidenceOf, type Played, type Side } from '../judge/measures/side.ts';
import type { MeasureId } from '../store/records/records.ts';

export interface Reading {
  values: Partial<Record<MeasureId, number>>;
  /** Ids of the doubts about the measurement. */
  doubts: string[];
  /** Whether slowness may be the load generator's own. */
  isSlownessDoubted: boolean;
}

/** The repeats of one scenario on both sides; empty on a side where it was not played. */
export interface MeasuredScene {
  before: Reading[];
  after: Reading[];
}

/** In the order of the repeats. */
export function readingsOf(side: Side, played: Played | undefined): Reading[] {
  if (played === undefined) return [];
  // One at a time: what a long soak has stored is large.
  return played.folders.flatMap((folder) => evidenceOf(side, played, folder).map(readingOf));
}

/** Whether the load generator was short of CPU in most loads of one side, and of the other in at most half. */
export function isUnequal({ before, after }: MeasuredScene): boolean {
  const isOneSided = before.length === 0 || after.length === 0;
  return !isOneSided && isMostlyDoubted(before) !== isMostlyDoubted(after);
}

function readingOf(evidence: Evidence): Reading {
  const { doubts, takes } = doubtsOf(evidence);
  return {
    values: Object.fromEntries(
      MEASURES.flatMap(({ id, read }) => {
        const value = read(evidence);
        return value === undefined ? [] : [[id, value]];
      }),
    ),
    doubts: doubts.map(({ id }) => id),
    isSlownessDoubted: takes.has('blame'),
  };
}

function isMostlyDoubted(readings: Reading[]): boolean {
  return 2 * readings.filter(({ isSlownessDoubted }) => isSlownessDoubted).length > readings.length;
}
