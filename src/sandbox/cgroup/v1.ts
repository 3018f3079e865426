import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import type { Limits } from '../../store/records/records.ts';
import { MAX_TASKS } from '../../store/records/records.ts';
import { heldBytesV1 } from '../held-memory.ts';
import { CPU_PERIOD_US, cpuQuotaUs } from '../limit.ts';
import { type Readings, readable, workingSet } from '../readings.ts';
import { type CgroupHierarchy, type ControlGroup, procsFile, withNested } from './group.ts';
import { readFlatKeyed, readNumber, readText, scaled } from './kernel-file.ts';
import { readLimitsV1 } from './limits.ts';

/** Without these no limit holds; the other controllers only add readings. */
const NEEDED = ['cpu', 'memory'];
const USED = [...NEEDED, 'cpuacct', 'blkio', 'pids'];

const NS_PER_SECOND = 1e9;

/**
 * Control groups of version 1 (kernel: Documentation/admin-guide/cgroup-v1/): one hierarchy a controller, the new
 * groups below the groups that we are in, so that limits which hold for us hold for the service too.
 * @param own controller → our folder
 * @throws BurstboxError('sandbox') when the cpu or the memory controller is not there
 */
export function hierarchyV1(own: ReadonlyMap<string, string>): CgroupHierarchy {
  const missing = NEEDED.filter((controller) => !own.has(controller));
  if (missing.length > 0) {
    throw new BurstboxError(
      'sandbox',
      `cgroup v1 is mounted without ${missing.join(' and ')}; mount ${missing.length > 1 ? 'them' : 'it'} or use docker`,
      { missing },
    );
  }
  return { version: 1, approach: [], group: (name) => groupV1(name, own) };
}

function groupV1(name: string, own: ReadonlyMap<string, string>): ControlGroup {
  const folder = new Map(
    USED.flatMap((controller) => {
      const parent = own.get(controller);
      return parent === undefined ? [] : [[controller, join(parent, name)] as const];
    }),
  );
  const folders = [...new Set(folder.values())];
  return {
    folders,
    entrances: folders.map(procsFile),
    create(limits) {
      for (const path of folders) mkdirSync(path);
      writeLimits(folder, limits);
    },
    limit: (cpus) => writeCpuLimit(folder, cpus),
    read: () => readV1(folder),
  };
}

function writeLimits(folder: ReadonlyMap<string, string>, { cpus, memoryBytes }: Limits): void {
  const file = (controller: string, name: string) => join(folder.get(controller) ?? '', name);
  writeFileSync(file('cpu', 'cpu.cfs_period_us'), String(CPU_PERIOD_US));
  writeCpuLimit(folder, cpus);
  writeFileSync(file('memory', 'memory.limit_in_bytes'), String(memoryBytes));
  // Memory and swap together, which must not be below the memory limit. Without swap accounting: no wish to swap.
  const swapLimit = file('memory', 'memory.memsw.limit_in_bytes');
  if (existsSync(swapLimit)) writeFileSync(swapLimit, String(memoryBytes));
  else writeFileSync(file('memory', 'memory.swappiness'), '0');
  if (folder.has('pids')) writeFileSync(file('pids', 'pids.max'), String(MAX_TASKS));
}

function writeCpuLimit(folder: ReadonlyMap<string, string>, cpus: number): void {
  writeFileSync(join(folder.get('cpu') ?? '', 'cpu.cfs_quota_us'), String(cpuQuotaUs(cpus)));
}

/** @param folder controller → the folder of the group that is read */
export function readV1(folder: ReadonlyMap<string, string>): Readings {
  const file = (controller: string, name: string) => join(folder.get(controller) ?? '/nonexistent', name);
  const cpu = readFlatKeyed(file('cpu', 'cpu.stat'));
  const memoryBytes = readNumber(file('memory', 'memory.usage_in_bytes'));
  const memory = readFlatKeyed(file('memory', 'memory.stat'));
  // Direct I/O and reads only: version 1 does not charge buffered writes to the group that made them.
  const io = readText(file('blkio', 'blkio.throttle.io_service_bytes_recursive'));
  const usage = readable({
    cgroup_cpu_seconds_total: scaled(readNumber(file('cpuacct', 'cpuacct.usage')), NS_PER_SECOND),
    cgroup_cpu_periods_total: cpu.get('nr_periods'),
    cgroup_cpu_throttled_periods_total: cpu.get('nr_throttled'),
    cgroup_cpu_throttled_seconds_total: scaled(cpu.get('throttled_time'), NS_PER_SECOND),
    cgroup_memory_bytes: memoryBytes,
    cgroup_memory_held_bytes: heldBytesV1(memory),
    cgroup_memory_working_set_bytes: workingSet(memoryBytes, memory.get('total_inactive_file')),
    cgroup_memory_peak_bytes: readNumber(file('memory', 'memory.max_usage_in_bytes')),
    cgroup_memory_limit_hits_total: readNumber(file('memory', 'memory.failcnt')),
    cgroup_oom_kills_total: oomKills(folder.get('memory')),
    cgroup_pids: readNumber(file('pids', 'pids.current')),
    cgroup_io_read_bytes_total: sumOverDevices(io, 'Read'),
    cgroup_io_write_bytes_total: sumOverDevices(io, 'Write'),
  });
  return { ...usage, ...readLimitsV1(folder) };
}

/** Version 1 counts a kill in the group of the victim alone, which may be one that the service has made in its own. */
function oomKills(folder: string | undefined): number | undefined {
  if (folder === undefined) return undefined;
  const kills = withNested(folder).flatMap(
    (each) => readFlatKeyed(join(each, 'memory.oom_control')).get('oom_kill') ?? [],
  );
  return kills.length === 0 ? undefined : kills.reduce((sum, count) => sum + count, 0);
}

/** Lines are `major:minor Read|Write|Sync|Async|Discard|Total bytes`. */
function sumOverDevices(text: string | undefined, direction: 'Read' | 'Write'): number | undefined {
  if (text === undefined) return undefined;
  const line = new RegExp(`^\\d+:\\d+ ${direction} (\\d+)$`, 'gm');
  return [...text.matchAll(line)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}
