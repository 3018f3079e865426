import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BurstboxError, reason } from '../../errors.ts';
import { heldBytesV2 } from '../held-memory.ts';
import { CPU_PERIOD_US, cpuQuotaUs, MAX_TASKS } from '../limit.ts';
import { readPressure } from '../pressure.ts';
import { type Readings, readable, workingSet } from '../readings.ts';
import type { Limits } from '../sandbox.ts';
import type { CgroupHierarchy, ControlGroup } from './group.ts';
import { readFlatKeyed, readNumber, readText, scaled } from './kernel-file.ts';
import { readLimitsV2 } from './limits.ts';

/** Without these no limit holds; the other controllers only add readings. */
const NEEDED = ['cpu', 'memory'];
const USED = [...NEEDED, 'pids', 'io'];

const US_PER_SECOND = 1e6;

/**
 * Control groups of version 2 (kernel: Documentation/admin-guide/cgroup-v2.rst). New groups go below the nearest of
 * our ancestors that may hand on the cpu and the memory controller. Our own group usually may not, because it has
 * processes ("no internal process constraint"); for a user in a delegated slice an ancestor does, root can always
 * use the top.
 * @param own our folder
 * @throws BurstboxError('sandbox') with why not, for each ancestor
 */
export function hierarchyV2(own: string): CgroupHierarchy {
  const refusals: string[] = [];
  for (let folder = own; existsSync(join(folder, 'cgroup.controllers')); folder = dirname(folder)) {
    const refusal = handOnControllers(folder);
    if (refusal === undefined) return { version: 2, group: (name) => groupV2(join(folder, name)) };
    refusals.push(`${folder}: ${refusal}`);
  }
  throw new BurstboxError(
    'sandbox',
    `cgroup v2 does not let us make groups with limits (${refusals.join('; ')}); run as root, or in a slice with Delegate=cpu memory`,
    { refusals },
  );
}

/** Makes sure that groups below `folder` have the controllers; says why when they cannot. */
function handOnControllers(folder: string): string | undefined {
  const has = words(join(folder, 'cgroup.controllers'));
  const missing = NEEDED.filter((controller) => !has.includes(controller));
  if (missing.length > 0) return `has no ${missing.join(' and ')} controller`;
  const handedOn = words(join(folder, 'cgroup.subtree_control'));
  const lacksNeeded = NEEDED.some((controller) => !handedOn.includes(controller));
  // A folder that hands on the needed two is left as it is: pids and io are only nice to have.
  const wanted = lacksNeeded ? USED.filter((controller) => has.includes(controller)) : [];
  try {
    accessSync(folder, constants.W_OK);
    // Stays as it is afterwards: other groups may have come to use it, and to hand on a controller limits nothing.
    if (wanted.length > 0)
      writeFileSync(join(folder, 'cgroup.subtree_control'), wanted.map((name) => `+${name}`).join(' '));
    return undefined;
  } catch (thrown) {
    return reason(thrown);
  }
}

function words(path: string): string[] {
  return (readText(path) ?? '').split(/\s+/);
}

function groupV2(folder: string): ControlGroup {
  return {
    folders: [folder],
    create(limits) {
      mkdirSync(folder);
      writeLimits(folder, limits);
    },
    read: () => readV2(folder),
  };
}

function writeLimits(folder: string, { cpus, memoryBytes }: Limits): void {
  writeFileSync(join(folder, 'cpu.max'), `${cpuQuotaUs(cpus)} ${CPU_PERIOD_US}`);
  writeFileSync(join(folder, 'memory.max'), String(memoryBytes));
  for (const [file, value] of [
    ['memory.swap.max', 0],
    ['pids.max', MAX_TASKS],
  ] as const) {
    // Not there without swap accounting, or where the pids controller is not handed on.
    if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(value));
  }
}

export function readV2(folder: string): Readings {
  const cpu = readFlatKeyed(join(folder, 'cpu.stat'));
  const memoryBytes = readNumber(join(folder, 'memory.current'));
  const memory = readFlatKeyed(join(folder, 'memory.stat'));
  const events = readFlatKeyed(join(folder, 'memory.events'));
  const io = readText(join(folder, 'io.stat'));
  const usage = readable({
    cgroup_cpu_seconds_total: scaled(cpu.get('usage_usec'), US_PER_SECOND),
    cgroup_cpu_periods_total: cpu.get('nr_periods'),
    cgroup_cpu_throttled_periods_total: cpu.get('nr_throttled'),
    cgroup_cpu_throttled_seconds_total: scaled(cpu.get('throttled_usec'), US_PER_SECOND),
    cgroup_memory_bytes: memoryBytes,
    cgroup_memory_held_bytes: heldBytesV2(memory),
    cgroup_memory_working_set_bytes: workingSet(memoryBytes, memory.get('inactive_file')),
    cgroup_memory_peak_bytes: readNumber(join(folder, 'memory.peak')),
    cgroup_memory_limit_hits_total: events.get('max'),
    cgroup_oom_kills_total: events.get('oom_kill'),
    cgroup_pids: readNumber(join(folder, 'pids.current')),
    cgroup_io_read_bytes_total: sumOverDevices(io, 'rbytes'),
    cgroup_io_write_bytes_total: sumOverDevices(io, 'wbytes'),
  });
  return { ...usage, ...readLimitsV2(folder), ...readPressure(folder) };
}

/** Lines are `major:minor rbytes=N wbytes=N rios=N wios=N dbytes=N dios=N`. */
function sumOverDevices(text: string | undefined, key: 'rbytes' | 'wbytes'): number | undefined {
  if (text === undefined) return undefined;
  return [...text.matchAll(new RegExp(`\\b${key}=(\\d+)`, 'g'))].reduce(
    (sum, [, bytes]) => sum + Number(bytes),
    0,
  );
}
