/**
 * Did the limits of the box hold all the time? They are read back with every sample, because others may change a control
 * group: systemd takes a controller away from groups that it does not know of, an engine is told `docker update`. A limit
 * that burstbox itself changed is compared with what it then put on.
 */
import type { SampleName } from '../../contract/contract.ts';
import { mibText, roundedText } from '../../text/numbers.ts';
import { type Evidence, series } from '../evidence.ts';
import { whenText } from '../load/load-clock.ts';

interface Limit {
  what: string;
  metric: SampleName;
  /** What the box begins with. */
  set: number;
  /** What burstbox has put on since, where that may change. */
  setSince?: SampleName;
  /** The kernel keeps CPU in microseconds of a period and memory in whole pages. */
  tolerance(set: number): number;
  text(value: number): string;
}

const CPU_TOLERANCE_SHARE = 0.02;
/** The kernel grants no less than this (min_cfs_quota_period in kernel/sched/core.c, of a period of 100 ms). */
const MIN_CPUS = 0.01;
const LARGEST_PAGE_BYTES = 64 * 1024;

/** In words which limit was another one than the box's, and since when; undefined when all held as far as they were read. */
export function limitsChanged(evidence: Evidence): string | undefined {
  const { run, profile } = evidence;
  if (!run.target.startedByUs || profile.limits === undefined) return undefined;
  const { cpus, memoryBytes } = profile.limits;
  const limits: Limit[] = [
    {
      what: 'CPU limit',
      metric: 'cgroup_cpu_limit',
      set: cpus,
      setSince: 'box_cpu_limit',
      tolerance: (set) => Math.max(CPU_TOLERANCE_SHARE * set, MIN_CPUS - set),
      text: (value) => `${roundedText(value)} CPU${value === 1 ? '' : 's'}`,
    },
    {
      what: 'memory limit',
      metric: 'cgroup_memory_limit_bytes',
      set: memoryBytes,
      tolerance: () => LARGEST_PAGE_BYTES,
      text: mibText,
    },
    {
      what: 'swap limit',
      metric: 'cgroup_swap_limit_bytes',
      set: 0,
      tolerance: () => LARGEST_PAGE_BYTES,
      text: mibText,
    },
  ];
  const changes = limits.flatMap((limit) => changeOf(limit, evidence));
  return changes.length === 0
    ? undefined
    : `the limits of ${profile.name} did not hold: ${changes.join('; ')}`;
}

function changeOf(
  { what, metric, set: first, setSince, tolerance, text }: Limit,
  evidence: Evidence,
): string[] {
  const isFollowed = setSince !== undefined && series(evidence.samples, setSince).length > 0;
  for (const { t, values } of evidence.samples) {
    const value = values[metric];
    // While it was being changed either could be read.
    const set = isFollowed ? values[setSince] : first;
    if (value === undefined || set === undefined) continue;
    if (value < 0 || Math.abs(value - set) > tolerance(set))
      return [`${whenText(evidence, t)} the ${what} was ${nowText(value, text)} (set: ${text(set)})`];
  }
  return [];
}

function nowText(value: number, text: Limit['text']): string {
  return value < 0 ? 'gone' : text(value);
}
