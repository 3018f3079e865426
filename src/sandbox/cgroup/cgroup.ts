import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { BurstboxError, reason } from '../../errors.ts';
import { ownLedger } from '../../ledger/own.ts';
import type { Limits } from '../../store/records/records.ts';
import type { Probe } from '../sandbox.ts';
import { cgroupDriver, joining } from './driver.ts';
import { CGROUP_PREFIX, type CgroupHierarchy, dissolve } from './group.ts';
import { locateCgroups } from './location.ts';
import { userManagerHierarchy } from './user-manager.ts';
import { hierarchyV1 } from './v1.ts';
import { hierarchyV2 } from './v2.ts';

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
        `burstbox's processes may not join ${group.folders.join(', ')}: ${error === undefined ? stderr.trim() : reason(error)}`,
      );
  } finally {
    await dissolve(group.folders);
    for (const entry of entries) ownLedger.remove(entry);
  }
}

/** systemd answers in milliseconds; a bus that nobody listens to never does. */
const TRIAL_TIMEOUT_MS = 20_000;
