/** What can explain a change, as series by the second. What findings are about (errors, latency) explains nothing. */
import type { Leg, SampleName } from '../../contract/contract.ts';
import { MIB, percentText } from '../../text/numbers.ts';
import { type Evidence, type Point, series } from '../evidence.ts';
import { loadBeganMs } from '../load/load-clock.ts';

export interface Quantity {
  says: string;
  /** Series that show it; the first that was read counts. */
  names: SampleName[];
  /** Of a total it is the growth a second that counts. */
  isTotal?: true;
  /** What is less does not count, however steady it was before. */
  least: number;
  text(value: number): string;
}

const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`;
const whole = (value: number) => String(Math.round(value));

export const QUANTITIES: Quantity[] = [
  {
    says: 'memory',
    names: [
      'cgroup_memory_held_bytes',
      'process_memory_held_bytes',
      'process_resident_memory_bytes',
      'cgroup_memory_working_set_bytes',
    ],
    least: 16 * MIB,
    text: mib,
  },
  { says: 'the heap', names: ['runtime_heap_mb'], least: 16, text: (value) => `${whole(value)} MiB` },
  {
    says: 'the share of time in GC pauses',
    names: ['runtime_gc_pause_seconds_total'],
    isTotal: true,
    least: 0.05,
    text: percentText,
  },
  {
    says: 'CPU use',
    names: ['cgroup_cpu_seconds_total', 'process_cpu_seconds_total'],
    isTotal: true,
    least: 0.1,
    text: (value) => `${value.toFixed(2)} CPUs`,
  },
  {
    says: 'throttling by the CPU limit',
    names: ['cgroup_cpu_throttled_seconds_total'],
    isTotal: true,
    least: 0.1,
    text: (value) => `${value.toFixed(2)} s each second`,
  },
  { says: 'the number of goroutines', names: ['runtime_goroutines'], least: 20, text: whole },
  { says: 'the number of open handles', names: ['runtime_handles'], least: 20, text: whole },
  { says: 'the number of database connections', names: ['catalog_connections'], least: 4, text: whole },
  { says: 'the number of open files', names: ['process_open_fds'], least: 20, text: whole },
  { says: 'the number of threads', names: ['process_threads'], least: 4, text: whole },
  { says: 'the number of requests in flight', names: ['requests_in_flight'], least: 10, text: whole },
  {
    says: 'what it writes to disk',
    names: ['cgroup_io_write_bytes_total'],
    isTotal: true,
    least: 4 * MIB,
    text: (value) => `${mib(value)}/s`,
  },
];

export function readingsOf({ names, isTotal }: Quantity, { samples }: Evidence): Point[] {
  const points = names.map((name) => series(samples, name)).find(({ length }) => length > 0) ?? [];
  return isTotal ? ratesOf(points) : points;
}

/** The load as it was planned: VUs, or arrivals a second. */
export function plannedLoad(evidence: Evidence): { quantity: Omit<Quantity, 'names'>; points: Point[] } {
  const { samples, scenario } = evidence;
  const beganMs = loadBeganMs(evidence) ?? 0;
  const unit = scenario.model === 'open' ? 'arrivals a second' : 'VUs';
  return {
    quantity: { says: 'the load', least: 1, text: (value) => `${whole(value)} ${unit}` },
    points: samples.map(({ t }) => ({ t, value: levelAt(scenario.legs, (t - beganMs) / 1000) })),
  };
}

/** A total that falls was begun again by another process: that step says nothing. */
function ratesOf(points: Point[]): Point[] {
  return points.flatMap(({ t, value }, index) => {
    const before = points[index - 1];
    if (before === undefined || t <= before.t || value < before.value) return [];
    return [{ t, value: ((value - before.value) * 1000) / (t - before.t) }];
  });
}

function levelAt(legs: Leg[], second: number): number {
  let from = 0;
  let level = 0;
  for (const leg of legs) {
    const share = (second - from) / leg.seconds;
    if (share < 1) return leg.move === 'hold' ? leg.level : level + Math.max(0, share) * (leg.level - level);
    from += leg.seconds;
    level = leg.level;
  }
  return level;
}
