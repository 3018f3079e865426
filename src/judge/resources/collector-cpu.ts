/**
 * What a garbage collector took of the CPU at the highest load, from the best that tells it. Marking on processors that had
 * nothing else to do takes the CPU from nobody (runtime/mgc.go, gcDrainMarkWorkerIdle) and is not counted.
 */
import type { Sample } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { type Evidence, growth, series, spanSeconds } from '../evidence.ts';
import { atPeak } from './generator.ts';

export interface CollectorCpu {
  /** Of the CPU time that the service used. */
  share: number;
  /** It was this share or more. */
  atLeast?: true;
  /** CPUs that the profile shows in use, where it is one. */
  profiledCpus?: number | undefined;
  evidence: string[];
}

const NANOS_PER_SECOND = 1e9;
const IDLE_MARKING = /gcDrainMarkWorkerIdle/;

/** Undefined when nothing tells it. */
export function collectorCpu(evidence: Evidence): CollectorCpu | undefined {
  const samples = atPeak(evidence);
  return fromProfile(evidence) ?? fromCounters(samples) ?? fromFraction(samples);
}

/** The share of the time in which it was at work beside the program; undefined when that is not told. */
export function collectorTime(samples: Sample[]): number | undefined {
  const worked = growth(samples, 'runtime_gc_concurrent_seconds_total');
  const seconds = spanSeconds(series(samples, 'runtime_gc_concurrent_seconds_total'));
  // collections of two generations may be under way at once
  return worked === undefined || worked < 0 || seconds <= 0 ? undefined : Math.min(1, worked / seconds);
}

function fromProfile({ pprof }: Evidence): CollectorCpu | undefined {
  const profile = pprof(FILES.cpuProfile);
  const type = profile?.types.indexOf('cpu') ?? -1;
  if (profile === undefined || type === -1) return undefined;
  let [total, collector] = [0, 0];
  for (const { stack, values } of profile.samples) {
    const value = values[type] ?? 0;
    if (value <= 0 || stack[0]?.kind === 'idle') continue;
    total += value;
    if (
      stack.some(({ kind }) => kind === 'collector') &&
      !stack.some(({ label }) => IDLE_MARKING.test(label))
    )
      collector += value;
  }
  if (total === 0) return undefined;
  const { seconds } = profile;
  return {
    share: collector / total,
    profiledCpus: seconds === undefined ? undefined : total / NANOS_PER_SECOND / seconds,
    evidence: [FILES.cpuProfile, FILES.samples],
  };
}

/** Estimates that are to be held against each other alone (https://pkg.go.dev/runtime/metrics, /cpu/classes). */
function fromCounters(samples: Sample[]): CollectorCpu | undefined {
  const collected = growth(samples, 'runtime_gc_cpu_seconds_total');
  const used = growth(samples, 'runtime_cpu_seconds_total');
  if (collected === undefined || used === undefined || collected < 0 || used <= 0) return undefined;
  return { share: Math.min(1, collected / used), evidence: [FILES.samples] };
}

/**
 * Go's GCCPUFraction is of the CPU time that the process could have had since it started, of which it used no more than all:
 * the share of what it used is no less (https://pkg.go.dev/runtime#MemStats).
 */
function fromFraction(samples: Sample[]): CollectorCpu | undefined {
  const told = samples.flatMap(({ t, values }) => {
    const { runtime_gc_cpu_fraction: fraction, process_start_time_seconds: start } = values;
    return fraction === undefined || start === undefined ? [] : [{ fraction, start, age: t / 1000 - start }];
  });
  // It is reckoned at the end of a collection, and stands until the next.
  const reckoned = told.filter(({ fraction }, index) => index > 0 && fraction !== told[index - 1]?.fraction);
  const [first, last] = [reckoned[0], reckoned.at(-1)];
  if (first === undefined || last === undefined || first.start !== last.start) return undefined;
  const seconds = last.age - first.age;
  if (seconds <= 0 || first.age < 0) return undefined;
  const share = (last.fraction * last.age - first.fraction * first.age) / seconds;
  return share < 0 ? undefined : { share: Math.min(1, share), atLeast: true, evidence: [FILES.samples] };
}
