/**
 * What a collector that works beside the program costs (Go's, and others whose threads a CPU profile shows): its pauses are
 * short, but the CPU that it uses is the program's. From the CPU profile under the highest load; marking on processors that
 * had nothing else to do takes it from nobody (runtime/mgc.go, gcDrainMarkWorkerIdle).
 */
import { FILES } from '../../store/store.ts';
import { percentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import { atPeak } from '../generator.ts';
import { busyCpus } from '../pressure.ts';

/** A few hundredths are usual, a quarter is what Go's own pacer aims at while a collection runs. */
const HEALTHY_SHARE = 0.3;
const CRITICAL_SHARE = 0.5;
/** A service that hardly computes loses nothing that it would have used. */
const MIN_CPUS = 0.05;
/** With so much of the box in use, what the collector takes is missing for requests. */
const LIMITED_SHARE = 0.85;
const NANOS_PER_SECOND = 1e9;
const IDLE_MARKING = /gcDrainMarkWorkerIdle/;

/** None while it is cheap, or without a profile that shows it. */
export function judgeGcCpu(evidence: Evidence): Found[] {
  const shown = collectorTime(evidence);
  if (shown === undefined) return [];
  const { share, profiledCpus } = shown;
  const busy = busyCpus({ ...evidence, samples: atPeak(evidence) }) ?? profiledCpus;
  if (share <= HEALTHY_SHARE || busy === undefined || share * busy < MIN_CPUS) return [];
  const cpus = evidence.profile.limits?.cpus;
  const isLimited = cpus !== undefined && busy > LIMITED_SHARE * cpus;
  const status = share > CRITICAL_SHARE && isLimited ? 'critical' : 'warning';
  return [
    {
      detector: 'gc',
      status,
      metric: 'gc_cpu_share',
      value: Number(share.toPrecision(4)),
      limit: status === 'critical' ? CRITICAL_SHARE : HEALTHY_SHARE,
      unit: 'ratio',
      message: `garbage collection takes ${percentText(share)} of the CPU time of the service (${(share * busy).toFixed(2)} CPUs at the highest load), beside the program and so without long pauses; a few percent are usual`,
      advice: `make less garbage for each request: see ${FILES.heapEnd} and ${FILES.cpuProfile}; or give the heap more room (GOGC, GOMEMLIMIT, a larger box)`,
      evidence: [FILES.cpuProfile, FILES.samples],
    },
  ];
}

function collectorTime({ pprof }: Evidence): { share: number; profiledCpus: number | undefined } | undefined {
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
  };
}
