/** What became of what a run had left, in words. */
import { relative } from 'node:path';
import { PROGRAM } from '../root.ts';
import { countedText } from '../text/numbers.ts';
import { LEAVES, type Left } from './stored-notes.ts';
import type { Tally } from './tally.ts';

/** What is typed to remove it. */
export function cleanupCommand(runFolder: string): string {
  return `${PROGRAM} cleanup ${relative('', runFolder)}`;
}

/** `up to 64 files and 3 users`: what was noted may be there, and need not. */
export function leftText(left: Left): string {
  const parts = [{ name: 'files', what: 'file' }, ...LEAVES].map(({ name, what }) => ({
    count: left[name]?.length ?? 0,
    what,
  }));
  return `up to ${parts
    .filter(({ count }) => count > 0)
    .map(({ count, what }) => countedText(count, what))
    .join(' and ')}`;
}

/** One line for each fate; for a dry run what would be done. */
export function tallyLines({ removed, gone, stays }: Tally, dryRun: boolean): string[] {
  return [
    `${removed} ${dryRun ? 'would be removed' : 'removed'}`,
    `${gone} already gone`,
    ...[...stays].map(([why, count]) => `${count} left alone: ${why}`),
  ];
}
