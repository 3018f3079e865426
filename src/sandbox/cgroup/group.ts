import { existsSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import { sendSignal } from '../process/signal.ts';
import { holdsWithin } from '../process/wait.ts';
import type { Readings } from '../readings.ts';
import type { Limits } from '../sandbox.ts';
import { readText } from './kernel-file.ts';

/** Where on this machine new control groups can be made. */
export interface CgroupHierarchy {
  version: 1 | 2;
  group(name: string): ControlGroup;
}

/** One group with limits; in version 1 it has a folder in each hierarchy. Its folders exist from `create` to `dissolve`. */
export interface ControlGroup {
  readonly folders: readonly string[];
  create(limits: Limits): void;
  read(): Readings;
}

/** The file that lists a group's processes; a process that writes its id into it joins. */
export function procsFile(folder: string): string {
  return join(folder, 'cgroup.procs');
}

/** The processes of a group; empty when the group is gone. */
export function membersOf(folders: readonly string[]): number[] {
  const pids = folders.flatMap((folder) =>
    (readText(procsFile(folder)) ?? '').split('\n').filter(Boolean).map(Number),
  );
  return [...new Set(pids)];
}

/** After SIGKILL a process is gone in milliseconds, unless it waits for a broken disk. */
const DISSOLVE_TIMEOUT_MS = 10_000;

/**
 * Kills every process in a group and removes its folders. May be called twice.
 * @throws BurstboxError('sandbox') when a process or a folder stays
 */
export async function dissolve(folders: readonly string[]): Promise<void> {
  const gone = await holdsWithin(DISSOLVE_TIMEOUT_MS, () => {
    // Again on every look: a member may have forked between the reading of the list and the kill.
    for (const pid of membersOf(folders)) sendSignal(pid, 'SIGKILL');
    return folders.map(removeFolder).every(Boolean);
  });
  if (!gone) {
    const left = folders.filter((folder) => existsSync(folder));
    throw new BurstboxError(
      'sandbox',
      `control group ${left.join(', ')} is still busy ${DISSOLVE_TIMEOUT_MS / 1000} s after SIGKILL; end the processes in its cgroup.procs and rmdir it`,
      { left },
    );
  }
}

/** The kernel refuses with EBUSY for as long as a member is on its way out. */
function removeFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
  } catch {
    // Judged by whether it is still there.
  }
  return !existsSync(folder);
}
