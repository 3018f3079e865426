/** The machine as a whole: CPU time, memory and disk that are left. */
import { readFileSync, statfsSync, statSync } from 'node:fs';
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
    ...ofKernel('/proc/vmstat', diskTraffic),
    ...ofKernel('/proc/net/dev', networkTraffic),
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

const PAGED_UNIT_BYTES = 1024;

/** What was read from and written to block devices since boot (Documentation/filesystems/proc.rst: pgpgin, pgpgout in KiB). */
export function diskTraffic(vmstat: string): Partial<Record<SampleName, number>> {
  const [read, written] = ['pgpgin', 'pgpgout'].map((name) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(vmstat)?.[1]),
  );
  return numbers({
    host_disk_read_bytes_total: (read ?? Number.NaN) * PAGED_UNIT_BYTES,
    host_disk_write_bytes_total: (written ?? Number.NaN) * PAGED_UNIT_BYTES,
  });
}

/** `name: ` and then eight numbers of what came in and eight of what went out, bytes first. */
const INTERFACE = /^\s*[^\s:]+:\s*(\d+)(?:\s+\d+){7}\s+(\d+)/gm;

export function networkTraffic(dev: string): Partial<Record<SampleName, number>> {
  const all = [...dev.matchAll(INTERFACE)];
  const sum = (column: 1 | 2) => all.reduce((total, found) => total + Number(found[column]), 0);
  return all.length === 0
    ? {}
    : numbers({
        host_network_receive_bytes_total: sum(1),
        host_network_transmit_bytes_total: sum(2),
      });
}

/** Linux alone tells them so. */
function ofKernel(
  path: string,
  read: (text: string) => Partial<Record<SampleName, number>>,
): Partial<Record<SampleName, number>> {
  try {
    return read(readFileSync(path, 'latin1'));
  } catch {
    return {};
  }
}

function numbers(values: Partial<Record<SampleName, number>>): Partial<Record<SampleName, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}
