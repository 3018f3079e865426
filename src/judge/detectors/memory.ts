/** Peak memory of the service against the box: what the kernel cannot take back. */

import type { Sample, Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { MIB } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Explanation, Found } from '../detector.ts';
import { type Evidence, highest, type Point } from '../evidence.ts';
import { memoryPeak } from '../resources/memory-peak.ts';
import { OWNERLESS_ADVICE, ownerlessText } from '../resources/ownerless-memory.ts';
import { uncollectedText } from '../resources/uncollected.ts';
import { hasEnded } from './crash.ts';

/** On 1 GiB healthy is under 400 MiB and critical over 700 MiB; a bigger box gets proportionally more. */
const HEALTHY_SHARE = 400 / 1024;
const CRITICAL_SHARE = 700 / 1024;
/** Less of the box is what every program has: its own code and libraries. */
const MIN_FILES_SHARE = 0.1;

const SEE_OWNERS = adviceOf`see the largest owners in ${FILES.heapEnd} and what grew since ${FILES.heapStart}`;
/** A service that is gone gives no heap profile. */
const BOUND_IT = {
  advice:
    'bound caches and buffers, or use a box with more memory; with fewer VUs (--vus) it may survive long enough for a heap profile',
};

/** Holding more of a box of so many bytes is critical. */
export function criticalMemoryBytes(boxBytes: number): number {
  return CRITICAL_SHARE * boxBytes;
}

export function judgeMemory(evidence: Evidence): Found[] {
  const { samples, profile } = evidence;
  if (profile.limits === undefined) return [];
  const boxMib = profile.limits.memoryBytes / MIB;
  const peak = memoryPeak(samples);
  if (peak === undefined) return [];
  const { metric, says, bytes } = peak;
  const peakMib = bytes / MIB;
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
      message: `peak ${says} is ${Math.round(peakMib)} MiB, ${status === 'healthy' ? 'under' : 'over'} the ${status === 'critical' ? 'critical' : 'healthy'} mark of ${limit} MiB; the limit of the box is ${Math.round(boxMib)} MiB${filesText(samples, boxMib)}`,
      ...(status === 'healthy' ? {} : whose(evidence)),
      evidence: [FILES.samples, FILES.heapEnd],
    },
  ];
}

function whose(evidence: Evidence): Explanation {
  const ownerless = ownerlessText(evidence.samples);
  if (ownerless !== undefined) return { cause: ownerless, advice: OWNERLESS_ADVICE };
  const uncollected = uncollectedText(evidence.samples);
  const cause = uncollected === undefined ? {} : { cause: uncollected };
  return { ...cause, ...(hasEnded(evidence) ? BOUND_IT : SEE_OWNERS) };
}

/** Where it looks full to other tools, the reason why it is not. */
function filesText(samples: Sample[], boxMib: number): string {
  const mib = (highest(filePages(samples)) ?? 0) / MIB;
  return mib < MIN_FILES_SHARE * boxMib
    ? ''
    : `; in addition, up to ${Math.round(mib)} MiB were file pages, which the kernel reclaims when it needs memory`;
}

/** Mapped ones are in the RSS, whoever read them first; those that are only cached are charged to the control group. */
function filePages(samples: Sample[]): Point[] {
  return samples.flatMap(({ t, values }) => {
    const charged = difference(values.cgroup_memory_bytes, values.cgroup_memory_held_bytes);
    const mapped = difference(values.process_resident_memory_bytes, values.process_memory_held_bytes);
    return [{ t, value: Math.max(charged, mapped) }];
  });
}

function difference(whole: number | undefined, part: number | undefined): number {
  return whole === undefined || part === undefined ? 0 : whole - part;
}

function statusOf(mib: number, boxMib: number): Status {
  if (mib > CRITICAL_SHARE * boxMib) return 'critical';
  return mib < HEALTHY_SHARE * boxMib ? 'healthy' : 'warning';
}
