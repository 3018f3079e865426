import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { BurstboxError, reason } from '../../errors.ts';
import { ownLedger } from '../../ledger/own.ts';
import type { Limits } from '../../store/records/records.ts';
import { startHostChild } from '../process/host-child.ts';
import { processReader } from '../process/reader.ts';
import type { Driver, Probe, Service } from '../sandbox.ts';
import { type CgroupHierarchy, type ControlGroup, dissolve, membersOf } from './group.ts';
import { locateCgroups } from './location.ts';
import { userManagerHierarchy } from './user-manager.ts';
import { hierarchyV1 } from './v1.ts';
import { hierarchyV2 } from './v2.ts';

/** First part of the name of every group of ours: what the sweep of a dead run's groups goes by. */
export const CGROUP_PREFIX = 'burstbox-';

/** Makes a group, puts a process into it and removes it again: permissions have more corners than a check would know. */
export async function probeCgroup(): Promise<Probe> {
  if (process.platform !== 'linux')
    return { ok: false, name: 'cgroup', why: 'only Linux has control groups' };
  let why = '';
  for (const place of PLACES) {
    try {
      const hierarchy = place();
      if (hierarchy === undefined) continue;
      await tryOut(hierarchy);
      return { ok: true, driver: cgroupDriver(hierarchy) };
    } catch (thrown) {
      const advice =
        thrown instanceof BurstboxError
          ? ''
          : '; this needs root and a writable /sys/fs/cgroup, or use docker';
      why = `${reason(thrown)}${advice}`;
    }
  }
  return { ok: false, name: 'cgroup', why };
}

/** The best first; of those that do not work the last one says why not. */
const PLACES = [
  besideUs,
  () => (process.getuid?.() === 0 || hasVersion1() ? undefined : userManagerHierarchy()),
];

/** A machine may have both versions mounted; a controller is in one of them only. */
function besideUs(): CgroupHierarchy {
  const own = locateCgroups('self');
  if (hasVersion1()) return hierarchyV1(own.v1);
  if (own.v2 !== undefined) return hierarchyV2(own.v2);
  throw new BurstboxError(
    'sandbox',
    'no control group hierarchy is mounted; mount cgroup2 on /sys/fs/cgroup or use docker',
  );
}

function hasVersion1(): boolean {
  const { v1 } = locateCgroups('self');
  return v1.has('cpu') || v1.has('memory');
}

/** Any limits will do, and these do not hinder /bin/true. */
const TRIAL_LIMITS: Limits = { cpus: 1, memoryBytes: 64 * 1024 * 1024 };

async function tryOut(hierarchy: CgroupHierarchy): Promise<void> {
  const group = hierarchy.group(`${CGROUP_PREFIX}probe-${randomUUID()}`);
  const entries = group.folders.map((path) => ({ kind: 'cgroup', path }) as const);
  try {
    for (const entry of entries) ownLedger.add(entry);
    group.create(TRIAL_LIMITS);
    const [program = '', ...args] = [...joining(hierarchy, group), 'true'];
    const { status, stderr, error } = spawnSync(program, args, {
      encoding: 'utf8',
      timeout: TRIAL_TIMEOUT_MS,
    });
    if (status !== 0)
      throw new Error(
        `no process of ours may join ${group.folders.join(', ')}: ${error === undefined ? stderr.trim() : reason(error)}`,
      );
  } finally {
    await dissolve(group.folders);
    for (const entry of entries) ownLedger.remove(entry);
  }
}

/** systemd answers in milliseconds; a bus that nobody listens to never does. */
const TRIAL_TIMEOUT_MS = 20_000;

/** The shell joins the group and then becomes the service, so that not one allocation of the service is uncounted. */
function joining({ approach }: CgroupHierarchy, group: ControlGroup): string[] {
  const join = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 126; shift; done; shift; exec "$@"';
  return [...approach, '/bin/sh', '-c', join, 'sh', ...group.entrances, '--'];
}

function cgroupDriver(hierarchy: CgroupHierarchy): Driver {
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
        return serviceIn(group, await startHostChild(spec, ledger, joining(hierarchy, group)), remove);
      } catch (thrown) {
        // What cannot be removed stays in the ledger, and the next sweep tells of it; the first error is the one to show.
        await remove().catch(() => {});
        throw thrown;
      }
    },
  };
}

/** Names of services that begin like ours already are left as they are. */
function groupName(service: string): string {
  return service.startsWith(CGROUP_PREFIX) ? service : `${CGROUP_PREFIX}${service}`;
}

function serviceIn(
  group: ControlGroup,
  child: Awaited<ReturnType<typeof startHostChild>>,
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
    stats: async () => ({ ...group.read(), ...readProcesses() }),
    async stop(graceMs) {
      await child.end(graceMs);
      await remove();
    },
  };
}
