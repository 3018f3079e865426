/** The control group of a service that runs already, if it has one to itself: then its numbers are those of the service. */

import type { Limits } from '../../store/records/records.ts';
import { membersOf } from '../cgroup/group.ts';
import { NO_LIMIT } from '../cgroup/kernel-file.ts';
import { readLimitsV1, readLimitsV2 } from '../cgroup/limits.ts';
import { type CgroupLocation, locateCgroups, withAncestors } from '../cgroup/location.ts';

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

/** A group is held by the limits of all groups that it is in: the smallest of them counts. */
export function limitsOf({ v1, v2 }: CgroupLocation): Partial<Limits> {
  const held =
    v1.size > 0
      ? [...v1].flatMap(([controller, folder]) =>
          withAncestors(folder).map((each) => readLimitsV1(new Map([[controller, each]]))),
        )
      : withAncestors(v2).map(readLimitsV2);
  const cpus = smallest(held.map(({ cgroup_cpu_limit }) => cgroup_cpu_limit));
  const memoryBytes = smallest(held.map(({ cgroup_memory_limit_bytes }) => cgroup_memory_limit_bytes));
  return {
    ...(cpus === undefined ? {} : { cpus }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  };
}

function smallest(limits: (number | undefined)[]): number | undefined {
  const set = limits.filter((limit) => limit !== undefined && limit !== NO_LIMIT);
  return set.length === 0 ? undefined : Math.min(...(set as number[]));
}
