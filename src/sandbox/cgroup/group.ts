import { existsSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import { sendSignal } from '../../ledger/signal.ts';
import type { Limits } from '../../store/records/records.ts';
import { holdsWithin } from '../process/wait.ts';
import type { Readings } from '../readings.ts';
import { readText } from './kernel-file.ts';

/** First part of the name of every group of ours: what the sweep of a dead run's groups goes by. */
export const CGROUP_PREFIX = 'burstbox-';

/** Where on this machine new control groups can be made. */
export interface CgroupHierarchy {
  version: 1 | 2;
  /** Words before a command that bring it to where it may join a group; none when it may at once. */
  approach: readonly string[];
  group(name: string): ControlGroup;
}

/** One group with limits; in version 1 it has a folder in each hierarchy. Its folders exist from `create` to `dissolve`. */
export interface ControlGroup {
  readonly folders: readonly string[];
  /** The files that a process writes its id into to join. */
  readonly entrances: readonly string[];
  create(limits: Limits): void;
  /** Another CPU limit; the change is in effect when it returns. */
  limit(cpus: number): void;
  read(): Readings;
}

/** The file that lists a group's processes; a process that writes its id into it joins. */
export function procsFile(folder: string): string {
  return join(folder, 'cgroup.procs');
}

/** The processes of these groups and of all groups in them; empty when the groups are gone. */
export function membersOf(folders: readonly string[]): number[] {
  const pids = folders
    .flatMap(withNested)
    .flatMap((folder) => (readText(procsFile(folder)) ?? '').split('\n').filter(Boolean).map(Number));
  // A process outside of our pid namespace is listed as 0, and a signal to 0 would be one to us.
  return [...new Set(pids)].filter((pid) => pid > 0);
}

/** After SIGKILL a process is gone in milliseconds, unless it waits for a broken disk. */
const DISSOLVE_TIMEOUT_MS = 10_000;

/**
 * Kills every process in these groups and in all that are in them, and removes their folders from the bottom up. May be
 * called twice.
 * @throws BurstboxError('sandbox') when a process or a folder stays
 */
export async function dissolve(folders: readonly string[]): Promise<void> {
  const gone = await holdsWithin(DISSOLVE_TIMEOUT_MS, () => {
    // Again on every look: a member may have forked between the reading of the list and the kill.
    for (const folder of folders) killWithin(folder);
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

/** A group and all below it, parents before their children. */
export function withNested(folder: string): string[] {
  try {
    const nested = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [folder, ...nested.flatMap(({ name }) => withNested(join(folder, name)))];
  } catch {
    return []; // gone
  }
}

function killWithin(folder: string): void {
  try {
    // All at once, forks included: version 2 from kernel 5.14 on.
    if (existsSync(join(folder, 'cgroup.kill'))) writeFileSync(join(folder, 'cgroup.kill'), '1');
  } catch {
    // One by one then.
  }
  for (const pid of membersOf([folder])) sendSignal(pid, 'SIGKILL');
}

/** The kernel refuses with EBUSY for as long as a member is on its way out. */
function removeFolder(folder: string): boolean {
  for (const each of withNested(folder).toReversed()) {
    try {
      rmdirSync(each);
    } catch {
      // Judged by whether it is still there.
    }
  }
  return !existsSync(folder);
}
