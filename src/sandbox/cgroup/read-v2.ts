import { join } from 'node:path';
import { heldBytesV2 } from '../held-memory.ts';
import { type Readings, readable, workingSet } from '../readings.ts';
import { readFlatKeyed, readNumber, readText, scaled } from './kernel-file.ts';
import { readLimitsV2 } from './limits.ts';
import { readPressure } from './pressure.ts';

const US_PER_SECOND = 1e6;

/** All that a group of version 2 tells of itself and of the groups in it (kernel: Documentation/admin-guide/cgroup-v2.rst). */
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
