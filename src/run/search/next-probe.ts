/** Where a search for the breaking point looks next. Pure over what is stored. */
import type { Evidence } from '../../judge/evidence.ts';
import { type Ladder, ladderOf, throughputInterval } from '../../judge/load/ladder.ts';

/** Load and base of the next probe, or why there is none. */
export type Next = { level: number; base: number } | { done: string };

/** The interval is narrow enough when what the first bad level asks for is no more than a fifth above what is borne. */
export const NARROW = 1.2;
/** Closer levels differ by less than what is measured of them. */
const NO_DIFFERENCE = 1.03;
const LOWEST_LEVEL = 1;

export function nextProbe(evidence: Evidence): Next {
  const ladder = ladderOf(evidence);
  const { firstBad } = ladder ?? {};
  if (ladder === undefined || firstBad === undefined) return { done: whyNoBracket(ladder) };
  if (isNarrow(ladder)) return { done: 'the interval is narrow enough' };
  const high = firstBad.level;
  const low = ladder.lastGood?.level ?? LOWEST_LEVEL;
  // The middle in proportion: from 1 to 100 that is 10.
  const level = Math.max(LOWEST_LEVEL, Math.round(Math.sqrt(low * high)));
  if (level >= high || level === ladder.lastGood?.level) return { done: 'there is no level in between' };
  // A level of the ladder itself that told nothing may tell more when it is held for longer.
  const known = ladder.levels.find((each) => each.probe && each.level === level);
  if (known !== undefined)
    return {
      done: `nothing can be said about ${level} ${ladder.unit} (${known.mode}), so the search ends here`,
    };
  return { level, base: ladder.levels.find(({ mode }) => mode === 'good')?.level ?? LOWEST_LEVEL };
}

function whyNoBracket(ladder: Ladder | undefined): string {
  const { lastGood, untold, unit } = ladder ?? {};
  if (untold !== undefined)
    return `nothing can be said about ${untold.level} ${unit} (${untold.mode}), so there is nothing to search in`;
  return lastGood === undefined
    ? 'no level was measured'
    : `nothing to search for: it did not break up to ${lastGood.level} ${unit}`;
}

function isNarrow(ladder: Ladder): boolean {
  const { lastGood, firstBad } = ladder;
  if (lastGood === undefined || firstBad === undefined) return false;
  const { low } = throughputInterval(ladder) ?? { low: 1 };
  const { offered = low } = firstBad;
  const step = firstBad.level / lastGood.level;
  return step <= NO_DIFFERENCE || (step <= NARROW && offered <= NARROW * low);
}
