/** The limits of a control group as the kernel holds them now: systemd, an engine or a person may have changed what we wrote. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Readings, readable } from '../readings.ts';
import { NO_LIMIT, readLimit, readNumber, readText } from './kernel-file.ts';

/** A controller that is taken away from a version 2 group takes its files along: then it limits nothing any more. */
export function readLimitsV2(folder: string): Readings {
  const cpus = cpuLimitV2(folder);
  const memoryBytes = readLimit(join(folder, 'memory.max'));
  const swapBytes = readLimit(join(folder, 'memory.swap.max'));
  const missing = existsSync(join(folder, 'cgroup.procs')) ? NO_LIMIT : undefined;
  return readable({
    cgroup_cpu_limit: cpus ?? missing,
    cgroup_memory_limit_bytes: memoryBytes ?? missing,
    // Without swap accounting it is never there.
    cgroup_swap_limit_bytes: swapBytes,
  });
}

/** @param folder controller → the folder of the group; a controller that is not mounted limits nobody, and is absent */
export function readLimitsV1(folder: ReadonlyMap<string, string>): Readings {
  const file = (controller: string, name: string) => join(folder.get(controller) ?? '/nonexistent', name);
  const memoryBytes = readLimit(file('memory', 'memory.limit_in_bytes'));
  return readable({
    cgroup_cpu_limit: cpuLimitV1(file('cpu', '')),
    cgroup_memory_limit_bytes: memoryBytes,
    cgroup_swap_limit_bytes: swapLimitV1(
      readLimit(file('memory', 'memory.memsw.limit_in_bytes')),
      memoryBytes,
    ),
  });
}

/** `QUOTA PERIOD`, the quota `max` where there is none. */
function cpuLimitV2(folder: string): number | undefined {
  const [quota, period] = readText(join(folder, 'cpu.max'))?.split(' ') ?? [];
  if (quota === undefined) return undefined;
  return quota === 'max' ? NO_LIMIT : Number(quota) / Number(period);
}

function cpuLimitV1(folder: string): number | undefined {
  const quota = readLimit(join(folder, 'cpu.cfs_quota_us'));
  const period = readNumber(join(folder, 'cpu.cfs_period_us'));
  if (quota === undefined || period === undefined) return undefined;
  return quota === NO_LIMIT ? NO_LIMIT : quota / period;
}

/** Version 1 limits memory and swap together. */
function swapLimitV1(bothBytes: number | undefined, memoryBytes: number | undefined): number | undefined {
  if (bothBytes === undefined || memoryBytes === undefined) return undefined;
  return bothBytes === NO_LIMIT ? NO_LIMIT : Math.max(0, bothBytes - memoryBytes);
}
