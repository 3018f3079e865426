import type { Target } from './targets.ts';

type Stored = Pick<NonNullable<Target['start']>, 'command' | 'compose'>;

/** A word of a command that says where the data is. */
const NAMES_DATA = /\{data\}|\bDATA_DIR\b/;

/**
 * Whether all that the service stores goes with it: it is started anew for each scenario, in a folder of its own or an image.
 * What a compose project, or a command that is not told where, stores may lie anywhere.
 */
export function isThrownAway({ start }: { start?: Stored }): boolean {
  if (start === undefined || start.compose !== undefined) return false;
  return start.command === undefined || start.command.some((word) => NAMES_DATA.test(word));
}
