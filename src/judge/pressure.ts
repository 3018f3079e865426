/** Which limit of the box the service pressed against: the likely cause of slowness. */

import { heldMemory } from '../store/held-memory.ts';
import type { Finding } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import { percentText } from '../text/numbers.ts';
import { type Evidence, growth, highest, series, spanSeconds } from './evidence.ts';

/** Throttled in every second period, a service waits for CPU longer than it computes. */
const THROTTLED_SHARE = 0.5;
const CPU_SHARE = 0.85;
const MEMORY_SHARE = 0.9;

/** Cause and advice for a latency finding; empty when the box was not the bottleneck. */
export function pressureOf(evidence: Evidence): Pick<Finding, 'cause' | 'advice'> {
  const throttled = throttledShare(evidence);
  if (throttled !== undefined && throttled > THROTTLED_SHARE)
    return {
      cause: `the box's CPU limit: throttled in ${percentText(throttled)} of the scheduler periods`,
      advice: `see the top functions of ${FILES.cpuProfile}; make them cheaper or take a box with more CPU`,
    };
  const busy = busyCpus(evidence);
  const cpus = evidence.profile.limits?.cpus;
  if (busy !== undefined && cpus !== undefined && busy > CPU_SHARE * cpus)
    return {
      cause: `CPU: ${busy.toFixed(2)} of ${cpus} CPUs in use`,
      advice: `see the top functions of ${FILES.cpuProfile}; make them cheaper or take a box with more CPU`,
    };
  if (busy !== undefined && cpus !== undefined && cpus > 1 && busy > CPU_SHARE)
    return {
      cause: `one busy thread: ${busy.toFixed(2)} CPUs in use, about one of ${cpus}`,
      advice: `see the top functions of ${FILES.cpuProfile}; run more workers to use the other CPU`,
    };
  const memory = memoryShare(evidence);
  if (memory !== undefined && memory > MEMORY_SHARE)
    return {
      cause: `memory: the service held ${percentText(memory)} of the box`,
      advice: `see ${FILES.heapEnd}; lower caches and buffers or take a box with more memory`,
    };
  return {};
}

/** Share of the scheduler periods in which the control group ran out of CPU; undefined when not measured. */
export function throttledShare({ samples }: Evidence): number | undefined {
  const periods = growth(samples, 'cgroup_cpu_periods_total');
  const throttled = growth(samples, 'cgroup_cpu_throttled_periods_total');
  return periods === undefined || throttled === undefined || periods === 0 ? undefined : throttled / periods;
}

/** Mean number of CPUs the service used. */
export function busyCpus({ samples }: Evidence): number | undefined {
  const name =
    growth(samples, 'cgroup_cpu_seconds_total') === undefined
      ? 'process_cpu_seconds_total'
      : 'cgroup_cpu_seconds_total';
  const points = series(samples, name);
  const seconds = spanSeconds(points);
  const used = growth(samples, name);
  return used === undefined || seconds <= 0 ? undefined : used / seconds;
}

function memoryShare({ samples, profile }: Evidence): number | undefined {
  const peak = highest(heldMemory(samples)?.points ?? []);
  return profile.limits === undefined || peak === undefined ? undefined : peak / profile.limits.memoryBytes;
}
