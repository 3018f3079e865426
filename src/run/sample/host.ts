/** The machine as a whole: CPU time, memory and disk that are left. */
import { readFileSync, statfsSync } from 'node:fs';
import { cpus, freemem } from 'node:os';
import type { SampleName } from '../../contract/contract.ts';

const MICROS_PER_SECOND = 1e6;

/** One reading; `folder` is where results are written. */
export function readHost(folder: string): Partial<Record<SampleName, number>> {
  return {
    burstbox_cpu_seconds_total: ownSeconds(),
    host_cpu_busy_seconds_total: busySeconds(),
    host_memory_available_bytes: availableBytes(),
    ...diskFree(folder),
  };
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

/** MemAvailable counts page cache that can be given back, freemem() does not (proc(5)). */
function availableBytes(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return kib === undefined ? freemem() : Number(kib) * 1024;
  } catch {
    return freemem();
  }
}

function diskFree(folder: string): Partial<Record<SampleName, number>> {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return { host_disk_free_bytes: bavail * bsize };
  } catch {
    return {};
  }
}
