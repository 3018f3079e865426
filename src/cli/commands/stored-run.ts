import { findRun, inProgressText } from '../../store/find-run.ts';
import { readRun } from '../../store/store.ts';
import { plainLines } from '../../text/plain-text.ts';

/**
 * The folder of the stored run of this name. That the newest is still played is said, since nobody has named it.
 * @throws BurstboxError results when there is none, or its run.json is damaged
 */
export function storedRun(name: string, out: string): string {
  const folder = findRun(name, out);
  const said = inProgressText(name, readRun(folder));
  if (said !== undefined) process.stderr.write(plainLines([said]));
  return folder;
}
