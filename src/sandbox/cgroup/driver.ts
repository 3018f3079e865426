import { type CpuLimit, cpuLimit } from '../cpu-limit.ts';
import { type HostChild, startHostChild } from '../process/host-child.ts';
import { processReader } from '../process/reader.ts';
import type { Driver, Service } from '../sandbox.ts';
import { CGROUP_PREFIX, type CgroupHierarchy, type ControlGroup, dissolve, membersOf } from './group.ts';

/** Each service in a group of its own, made in this hierarchy. */
export function cgroupDriver(hierarchy: CgroupHierarchy): Driver {
  return {
    name: 'cgroup',
    enforces: { cpu: true, memory: true },
    about: `cgroup v${hierarchy.version}${hierarchy.approach.length === 0 ? '' : ' of this user, by systemd'}`,
    async start(spec, ledger): Promise<Service> {
      const group = hierarchy.group(groupName(spec.name));
      const entries = group.folders.map((path) => ({ kind: 'cgroup', path }) as const);
      const remove = async () => {
        await dissolve(group.folders);
        for (const entry of entries) ledger.remove(entry);
      };
      try {
        for (const entry of entries) ledger.add(entry);
        group.create(spec.limits);
        const child = await startHostChild(spec, ledger, joining(hierarchy, group));
        return serviceIn(group, child, cpuLimit(spec.limits.cpus), remove);
      } catch (thrown) {
        // What cannot be removed stays in the ledger, and the next sweep tells of it; the first error is the one to show.
        await remove().catch(() => {});
        throw thrown;
      }
    },
  };
}

/**
 * Words before a command that bring it into a group: a shell joins it and then becomes the service, so that not one
 * allocation of the service is uncounted.
 */
export function joining({ approach }: CgroupHierarchy, group: ControlGroup): string[] {
  const join = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 126; shift; done; shift; exec "$@"';
  return [...approach, '/bin/sh', '-c', join, 'sh', ...group.entrances, '--'];
}

/** Names of services that begin like ours already are left as they are. */
function groupName(service: string): string {
  return service.startsWith(CGROUP_PREFIX) ? service : `${CGROUP_PREFIX}${service}`;
}

function serviceIn(
  group: ControlGroup,
  child: HostChild,
  limit: CpuLimit,
  remove: () => Promise<void>,
): Service {
  const readProcesses = processReader(child.pid, () => membersOf(group.folders));
  return {
    pid: child.pid,
    // The group outlives the service: its counter knows of a kill however the service then ended.
    exited: child.ended.then((ended) => ({
      ...ended,
      oomKilled: (group.read().cgroup_oom_kills_total ?? 0) > 0,
    })),
    stats: async () => ({ ...group.read(), ...limit.read(), ...readProcesses() }),
    limit: (cpus) => limit.change(cpus, () => group.limit(cpus)),
    async stop(graceMs) {
      await child.end(graceMs);
      await remove();
    },
  };
}
