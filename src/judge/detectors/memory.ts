/** Peak memory of the service against the box: the larger of what it says itself and its resident set, else its working set. */
import type { Sample, SampleName, Status } from '../../contract/contract.ts';
import type { Finding } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { type Evidence, highest, series } from '../evidence.ts';
import { hasEnded } from './crash.ts';

/** On 1 GiB healthy is under 400 MiB and critical over 700 MiB; a bigger box gets proportionally more. */
const HEALTHY_SHARE = 400 / 1024;
const CRITICAL_SHARE = 700 / 1024;
const MIB = 1024 * 1024;

const SEE_OWNERS = `see the largest owners in ${FILES.heapEnd} and what grew since ${FILES.heapStart}`;
/** A service that is gone gives no heap profile. */
const BOUND_IT =
  'bound caches and buffers, or take a box with more memory; with fewer VUs (--vus) it may live long enough for a heap profile';

interface Peak {
  metric: SampleName;
  says: string;
  mib: number;
}

export function judgeMemory(evidence: Evidence): Finding[] {
  const { samples, profile } = evidence;
  if (profile.limits === undefined) return [];
  const boxMib = profile.limits.memoryBytes / MIB;
  const peak = largestPeak(samples);
  if (peak === undefined) return [];
  const { metric, says, mib: peakMib } = peak;
  const status = statusOf(peakMib, boxMib);
  const limit = Math.round((status === 'critical' ? CRITICAL_SHARE : HEALTHY_SHARE) * boxMib);
  return [
    {
      detector: 'memory',
      status,
      metric,
      value: Math.round(peakMib),
      limit,
      unit: 'MiB',
      message: `peak ${says} is ${Math.round(peakMib)} MiB, ${status === 'healthy' ? 'under' : 'over'} ${limit} MiB (${Math.round(boxMib)} MiB box)`,
      ...(status === 'healthy' ? {} : { advice: hasEnded(evidence) ? BOUND_IT : SEE_OWNERS }),
      evidence: [FILES.samples, FILES.heapEnd],
    },
  ];
}

/** One worker of several speaks for itself alone, and RSS counts what a runtime does not know of. */
function largestPeak(samples: Sample[]): Peak | undefined {
  const said = peakOf(samples, 'runtime_sys_mb', 'memory held by the runtime', 1);
  const rss = peakOf(samples, 'process_resident_memory_bytes', 'resident memory (RSS)', 1 / MIB);
  const known = [said, rss].flatMap((peak) => peak ?? []).sort((a, b) => b.mib - a.mib);
  return known[0] ?? peakOf(samples, 'cgroup_memory_working_set_bytes', 'working set', 1 / MIB);
}

function peakOf(samples: Sample[], metric: SampleName, says: string, factor: number): Peak | undefined {
  const peak = highest(series(samples, metric));
  return peak === undefined ? undefined : { metric, says, mib: peak * factor };
}

function statusOf(mib: number, boxMib: number): Status {
  if (mib > CRITICAL_SHARE * boxMib) return 'critical';
  return mib < HEALTHY_SHARE * boxMib ? 'healthy' : 'warning';
}
