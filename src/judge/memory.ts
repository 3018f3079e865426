/** Peak memory of the service against the box: what it says itself, else its resident set, else its working set. */
import type { SampleName, Status } from '../contract.ts';
import type { Finding } from '../records.ts';
import { FILES } from '../store.ts';
import { type Evidence, highest, series } from './evidence.ts';

/** On 1 GiB healthy is under 400 MiB and critical over 700 MiB; a bigger box gets proportionally more. */
const HEALTHY_SHARE = 400 / 1024;
const CRITICAL_SHARE = 700 / 1024;
const MIB = 1024 * 1024;

const SOURCES: [name: SampleName, says: string, mib: number][] = [
  ['runtime_sys_mb', 'memory held by the runtime', 1],
  ['process_resident_memory_bytes', 'resident memory (RSS)', 1 / MIB],
  ['cgroup_memory_working_set_bytes', 'working set', 1 / MIB],
];

export function judgeMemory({ samples, profile }: Evidence): Finding[] {
  if (profile.limits === undefined) return [];
  const boxMib = profile.limits.memoryBytes / MIB;
  const source = SOURCES.find(([name]) => series(samples, name).length > 0);
  if (source === undefined) return [];
  const [name, says, factor] = source;
  const peakMib = (highest(series(samples, name)) ?? 0) * factor;
  const status = statusOf(peakMib, boxMib);
  const limit = Math.round((status === 'critical' ? CRITICAL_SHARE : HEALTHY_SHARE) * boxMib);
  return [
    {
      detector: 'memory',
      status,
      metric: name,
      value: Math.round(peakMib),
      limit,
      unit: 'MiB',
      message: `peak ${says} is ${Math.round(peakMib)} MiB, ${status === 'healthy' ? 'under' : 'over'} ${limit} MiB (${Math.round(boxMib)} MiB box)`,
      ...(status === 'healthy'
        ? {}
        : { advice: `see the largest owners in ${FILES.heapEnd} and what grew since ${FILES.heapStart}` }),
      evidence: [FILES.samples, FILES.heapEnd],
    },
  ];
}

function statusOf(mib: number, boxMib: number): Status {
  if (mib > CRITICAL_SHARE * boxMib) return 'critical';
  return mib < HEALTHY_SHARE * boxMib ? 'healthy' : 'warning';
}
