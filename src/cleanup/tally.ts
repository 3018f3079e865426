import type { Fate } from '../suites/leavings.ts';

/** What became of what a run had left. */
export interface Tally {
  removed: number;
  /** It was not there any more, or had never come to be. */
  gone: number;
  /** How many stay, by why. */
  stays: Map<string, number>;
}

export function tallyOf(fates: Fate[]): Tally {
  const stays = new Map<string, number>();
  for (const fate of fates)
    if (typeof fate === 'object') stays.set(fate.stays, (stays.get(fate.stays) ?? 0) + 1);
  const count = (which: Fate) => fates.filter((fate) => fate === which).length;
  return { removed: count('removed'), gone: count('gone'), stays };
}
