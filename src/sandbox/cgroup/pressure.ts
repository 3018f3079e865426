import { join } from 'node:path';
import { type Readings, readable } from '../readings.ts';
import { readText, scaled } from './kernel-file.ts';

const US_PER_SECOND = 1e6;

/**
 * Pressure stall information of a version 2 group (kernel: Documentation/accounting/psi.rst), lines of
 * `some|full avg10=N avg60=N avg300=N total=MICROSECONDS`. A kernel that was started without it has none of the files.
 */
export function readPressure(folder: string): Readings {
  const cpu = readText(join(folder, 'cpu.pressure'));
  const memory = readText(join(folder, 'memory.pressure'));
  const io = readText(join(folder, 'io.pressure'));
  return readable({
    cgroup_cpu_pressure_waiting_seconds_total: seconds(cpu, 'some'),
    cgroup_memory_pressure_waiting_seconds_total: seconds(memory, 'some'),
    cgroup_memory_pressure_stalled_seconds_total: seconds(memory, 'full'),
    cgroup_io_pressure_waiting_seconds_total: seconds(io, 'some'),
    cgroup_io_pressure_stalled_seconds_total: seconds(io, 'full'),
  });
}

function seconds(text: string | undefined, who: 'some' | 'full'): number | undefined {
  const total = new RegExp(`^${who} .*\\btotal=(\\d+)`, 'm').exec(text ?? '')?.[1];
  return scaled(total === undefined ? undefined : Number(total), US_PER_SECOND);
}
