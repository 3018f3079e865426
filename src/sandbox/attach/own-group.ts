/** The control group of a service that runs already, if it has one to itself: then its numbers are those of the service. */
import { join } from 'node:path';
import { membersOf } from '../cgroup/group.ts';
import { readNumber, readText } from '../cgroup/kernel-file.ts';
import { type CgroupLocation, locateCgroups } from '../cgroup/location.ts';
import type { Limits } from '../sandbox.ts';

export interface OwnGroup {
  location: CgroupLocation;
  members(): number[];
  /** What it allows itself; what it does not limit is absent. */
  limits: Partial<Limits>;
}

/**
 * @param tree the processes of the service, by which a group of others too is told from one of its own
 * @param isAlone the group is known to hold nothing but the service: that of its container
 * @returns undefined when the service shares its group with others, with us above all, or when no mount shows it
 */
export function ownGroup(pid: number, tree: number[], isAlone: boolean): OwnGroup | undefined {
  let location: CgroupLocation;
  let ours: CgroupLocation;
  try {
    location = locateCgroups(pid);
    ours = locateCgroups('self');
  } catch {
    return undefined;
  }
  const known = new Set(tree);
  const isOwn = (folder: string | undefined): folder is string =>
    folder !== undefined &&
    folder !== ours.v2 &&
    ![...ours.v1.values()].includes(folder) &&
    (isAlone || membersOf([folder]).every((member) => known.has(member)));
  const v1 = new Map([...location.v1].filter(([, folder]) => isOwn(folder)));
  const v2 = isOwn(location.v2) ? location.v2 : undefined;
  // With controllers of version 1 the folder of version 2 has none, and stands at the top.
  const folder = v1.get('memory') ?? v1.get('cpu') ?? v2;
  if (folder === undefined) return undefined;
  return { location: { v1, v2 }, members: () => membersOf([folder]), limits: limitsOf({ v1, v2 }) };
}

function limitsOf({ v1, v2 }: CgroupLocation): Partial<Limits> {
  const cpus = v1.has('cpu') ? quotaV1(v1.get('cpu')) : quotaV2(v2);
  const memory = v1.get('memory');
  const memoryBytes =
    memory === undefined
      ? v2 === undefined
        ? undefined
        : readNumber(join(v2, 'memory.max'))
      : readNumber(join(memory, 'memory.limit_in_bytes'));
  return {
    ...(cpus === undefined ? {} : { cpus }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  };
}

/** The quota is -1 where there is none. */
function quotaV1(folder = ''): number | undefined {
  const quota = readNumber(join(folder, 'cpu.cfs_quota_us'));
  const period = readNumber(join(folder, 'cpu.cfs_period_us'));
  return quota === undefined || period === undefined || quota <= 0 ? undefined : quota / period;
}

/** `QUOTA PERIOD`, the quota `max` where there is none. */
function quotaV2(folder: string | undefined): number | undefined {
  if (folder === undefined) return undefined;
  const [quota, period] = (readText(join(folder, 'cpu.max')) ?? '').split(' ').map(Number);
  return Number.isFinite(quota) && quota !== undefined && period ? quota / period : undefined;
}
