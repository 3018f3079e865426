/** What k6 left on the service because it was killed, or had no time to remove it, is removed while the service is there. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp } from '../cleanup/cleanup.ts';
import { isNothing, leftIn } from '../cleanup/stored-notes.ts';
import { cleanupCommand, leftText } from '../cleanup/words.ts';
import { withDeadline } from '../deadline.ts';
import type { Target } from '../plan/targets/targets.ts';
import { isThrownAway } from '../plan/targets/thrown-away.ts';
import { FILES } from '../store/store.ts';

/** What takes longer is for the command that goes on with it. */
const MAX_MS = 60_000;

export interface Leavings {
  baseUrl: string;
  target: Target;
  seed: number;
  /** Of the scenario. */
  folder: string;
  runFolder: string;
}

/** @returns a line for the user; undefined when k6 had cleared up itself */
export async function clearLeft({
  baseUrl,
  target,
  seed,
  folder,
  runFolder,
}: Leavings): Promise<string | undefined> {
  const noted = leftIn([folder], seed);
  const left = target.routes.remove === undefined && isThrownAway(target) ? { ...noted, files: [] } : noted;
  if (isNothing(left)) return undefined;
  const how = `to remove it: ${cleanupCommand(runFolder)}`;
  try {
    const { removed, stays } = await withDeadline(MAX_MS, undefined, (signal) =>
      cleanUp({ baseUrl, target, seed, left, dryRun: false, signal }),
    );
    const cleared = `k6 did not get to clean up; removed ${removed} of what it had left on the service`;
    // Also what a later command looks for.
    if (stays.size === 0 && left === noted) rmSync(join(folder, FILES.stored), { force: true });
    if (stays.size === 0) return removed === 0 ? 'k6 did not get to clean up, but nothing was left' : cleared;
    const [[why, count] = ['', 0]] = stays;
    return `${cleared}; ${count} more may be left (${why}); ${how}`;
  } catch {
    return `k6 did not get to clean up: ${leftText(left)} may be left at ${baseUrl}; ${how}`;
  }
}
