/** Which limit of the box the service pressed against: the likely cause of slowness. */

import type { SampleName } from '../../contract/contract.ts';
import { heldMemory } from '../../store/held-memory.ts';
import { FILES } from '../../store/store.ts';
import { countedText, percentText } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Explanation } from '../detector.ts';
import { type Evidence, growth, highest, series, spanSeconds } from '../evidence.ts';
import { allowedCpus } from './allowed-cpus.ts';

/** Throttled in every second period, a service waits for CPU longer than it computes. */
const THROTTLED_SHARE = 0.5;
const CPU_SHARE = 0.85;
const MEMORY_SHARE = 0.9;
/** A tenth of the time in which some thread waits for a page is what users feel; next to nothing is what any full box has. */
const STALLED_SHARE = 0.1;

/** Cause and advice for a latency finding; empty when the box was not the bottleneck. */
export function pressureOf(evidence: Evidence): Explanation {
  const throttled = throttledShare(evidence);
  if (throttled !== undefined && throttled > THROTTLED_SHARE)
    return {
      cause: `the box's CPU limit: throttled in ${percentText(throttled)} of the scheduler periods`,
      ...adviceOf`see the top functions of ${FILES.cpuProfile}; make them cheaper or use a box with more CPU`,
    };
  const busy = busyCpus(evidence);
  const cpus = allowedCpus(evidence);
  if (busy !== undefined && isUsedUp(busy, cpus))
    return {
      cause: `CPU: ${busy.toFixed(2)} of ${cpus} CPUs in use`,
      ...adviceOf`see the top functions of ${FILES.cpuProfile}; make them cheaper or use a box with more CPU`,
    };
  if (busy !== undefined && cpus !== undefined && cpus > 1 && busy > CPU_SHARE)
    return {
      cause: `one busy thread: ${busy.toFixed(2)} CPUs in use, about one of ${cpus}`,
      ...adviceOf`see the top functions of ${FILES.cpuProfile}; run more workers to use the other CPU`,
    };
  const reclaim = shareOfTime(evidence, 'cgroup_memory_pressure_waiting_seconds_total');
  if (reclaim !== undefined && reclaim > STALLED_SHARE)
    return {
      cause: `memory: a thread waited ${percentText(reclaim)} of the time for the kernel to free some`,
      also: hitsText(evidence),
      ...adviceOf`see ${FILES.heapEnd}; lower caches and buffers or use a box with more memory`,
    };
  const memory = memoryShare(evidence);
  if (memory !== undefined && memory > MEMORY_SHARE)
    return {
      cause: `memory: the service held ${percentText(memory)} of the box`,
      ...adviceOf`see ${FILES.heapEnd}; lower caches and buffers or use a box with more memory`,
    };
  const disk = shareOfTime(evidence, 'cgroup_io_pressure_stalled_seconds_total');
  if (disk !== undefined && disk > STALLED_SHARE)
    return {
      cause: `the disk: ${percentText(disk)} of the time all threads that had work waited for it`,
      advice: 'read and write less, in larger pieces, or use a faster disk',
    };
  return {};
}

/** Whether so much of the allowed CPU is in use that more of it would be used; not where nothing is known to limit it. */
export function isUsedUp(busy: number, cpus: number | undefined): boolean {
  return cpus !== undefined && busy > CPU_SHARE * cpus;
}

/** Growth of a time that the kernel counts (pressure stall information), by the time in which it grew. */
function shareOfTime({ samples }: Evidence, name: SampleName): number | undefined {
  const seconds = spanSeconds(series(samples, name));
  const waited = growth(samples, name);
  return waited === undefined || seconds <= 0 ? undefined : waited / seconds;
}

function hitsText({ samples }: Evidence): string[] {
  const hits = growth(samples, 'cgroup_memory_limit_hits_total') ?? 0;
  return hits > 0 ? [`its limit was hit ${countedText(hits, 'time')}`] : [];
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
