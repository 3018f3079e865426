/** The machine as a whole: CPU time, memory and disk that are left. */
import { statfsSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import type { SampleName } from '../../contract/contract.ts';
import { availableMemory } from '../../sandbox/available-memory.ts';

const MICROS_PER_SECOND = 1e6;

/** One reading; `folder` is where results are written. */
export function readHost(folder: string): Partial<Record<SampleName, number>> {
  return {
    burstbox_cpu_seconds_total: ownSeconds(),
    host_cpu_busy_seconds_total: busySeconds(),
    host_memory_available_bytes: availableMemory(),
    ...diskFree(folder),
  };
}

/** Nothing where we keep no log, as of a service that ran before. */
export function readLogSize(log: string): Partial<Record<SampleName, number>> {
  const size = statSync(log, { throwIfNoEntry: false })?.size;
  return size === undefined ? {} : { service_log_bytes: size };
}

/** CPU seconds of all cores that were not idle, since boot. */
function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + (times.user + times.nice + times.sys + times.irq) / 1000, 0);
}

/** What this program used, so that it is not taken for another one. */
function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROS_PER_SECOND;
}

function diskFree(folder: string): Partial<Record<SampleName, number>> {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return { host_disk_free_bytes: bavail * bsize };
  } catch {
    return {};
  }
}
