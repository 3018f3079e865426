/**
 * What a collector that works beside the program costs: its pauses are short, but the CPU that it uses is the program's. By
 * its share of the CPU time, from the CPU profile or as the runtime itself counts it; of a runtime that only tells how long
 * its collector was at work, a warning at most, and that where the box had no CPU left for both.
 */

import { FILES } from '../../store/store.ts';
import { percentText } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import { allowedCpus } from '../resources/allowed-cpus.ts';
import { collectorCpu, collectorTime } from '../resources/collector-cpu.ts';
import { atPeak } from '../resources/generator.ts';
import { busyCpus, isUsedUp } from '../resources/pressure.ts';

/** A few hundredths are usual, a quarter is what Go's own pacer aims at while a collection runs. */
const HEALTHY_SHARE = 0.3;
const CRITICAL_SHARE = 0.5;
/** Of the box: a service that hardly computes loses nothing that it would have used, and one whose heap is tiny collects often. */
const MIN_BOX_SHARE = 0.1;
/** Of all time; a collection now and then that takes its time is what such collectors are for. */
const MAX_SHARE_OF_TIME = 0.6;

/** None while it is cheap, or where nothing shows it. */
export function judgeGcCpu(evidence: Evidence): Found[] {
  const shown = collectorCpu(evidence);
  if (shown === undefined) return judgeTime(evidence);
  const { share, profiledCpus } = shown;
  const then = { ...evidence, samples: atPeak(evidence) };
  const busy = busyCpus(then) ?? profiledCpus;
  const allowed = allowedCpus(then);
  const least = MIN_BOX_SHARE * (allowed ?? evidence.run.machine.cores);
  if (share <= HEALTHY_SHARE || busy === undefined || share * busy < least) return [];
  // What the collector takes is missing for requests then.
  const isLimited = isUsedUp(busy, allowed);
  const status = share > CRITICAL_SHARE && isLimited ? 'critical' : 'warning';
  return [
    {
      detector: 'gc',
      status,
      metric: 'gc_cpu_share',
      value: Number(share.toPrecision(4)),
      limit: status === 'critical' ? CRITICAL_SHARE : HEALTHY_SHARE,
      unit: 'ratio',
      message: `garbage collection takes ${shown.atLeast ? 'at least ' : ''}${percentText(share)} of the CPU time of the service (${(share * busy).toFixed(2)} CPUs at the highest load), concurrently and so without long pauses; a few percent are usual`,
      ...adviceOf`allocate less per request: see ${FILES.heapEnd} and ${FILES.cpuProfile}; or give the heap more room (GOGC, GOMEMLIMIT, a larger box)`,
      evidence: shown.evidence,
    },
  ];
}

/** How much CPU a collector took is not told by how long it was at work: it may have waited for it as the program did. */
function judgeTime(evidence: Evidence): Found[] {
  const then = { ...evidence, samples: atPeak(evidence) };
  const share = collectorTime(then.samples);
  const busy = busyCpus(then);
  if (share === undefined || share <= MAX_SHARE_OF_TIME || busy === undefined) return [];
  if (!isUsedUp(busy, allowedCpus(then))) return [];
  return [
    {
      detector: 'gc',
      status: 'warning',
      metric: 'runtime_gc_concurrent_seconds_total',
      value: Number(share.toPrecision(4)),
      limit: MAX_SHARE_OF_TIME,
      unit: 'ratio',
      message: `garbage collection runs concurrently for ${percentText(share)} of the time at the highest load, on a box whose CPU is used up (${busy.toFixed(2)} CPUs)`,
      advice:
        'allocate less per request; or give the heap more room (-Xmx, MaxRAMPercentage, a larger box), or the collector fewer threads (-XX:ConcGCThreads)',
      evidence: [FILES.samples],
    },
  ];
}
