/**
 * One function of the service that has most of the box's CPU for itself under a steady load: little more load would fill the
 * box, and the marks for latency say nothing of it yet. A service that is as busy with many things is just at work.
 */

import { reachableRate } from '../../shared/load/reachable.ts';
import { FILES } from '../../store/store.ts';
import { countedText, percentText } from '../../text/numbers.ts';
import { cpuUse } from '../causes/cpu-use.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import { steadySeconds } from '../load/steady.ts';
import { atPeak } from '../resources/generator.ts';
import { serviceHadCpu } from '../resources/machine-cpu.ts';
import { steadyRate } from './throughput.ts';

/** Of the box, or of one CPU where it has more: one function runs on one of them at a time. */
const MAX_OF_BOX = 0.55;
/** Of the CPU time that the program's own threads had: with less there is no one function to blame. */
const MAX_OF_PROFILE = 0.5;

/** Nothing without a steady load, a CPU profile, or readings of the CPU. */
export function judgeCpu(evidence: Evidence): Found[] {
  if (steadySeconds(evidence) === 0) return [];
  const { busy, cpus = 1, owners, total } = cpuUse(evidence, {}, atPeak(evidence));
  const hot = owners.find(({ kind }) => kind === 'own');
  if (busy === undefined || hot === undefined) return [];
  const ofProfile = hot.value / Math.max(1, total);
  const times = timesAsked(evidence);
  const used = Math.min(ofProfile * Math.min(1, cpus), ofProfile * busy * times);
  const limit = MAX_OF_BOX * Math.min(1, cpus);
  if (ofProfile < MAX_OF_PROFILE || used < limit) return [];
  const inside = hot.inside === undefined ? '' : ` by calling ${hot.inside}`;
  return [
    {
      detector: 'cpu',
      status: 'warning',
      metric: 'cgroup_cpu_seconds_total',
      value: Number(used.toPrecision(3)),
      limit,
      unit: 'CPUs',
      message: `${hot.label} alone ${times > 1 ? 'would use' : 'uses'} ${used.toFixed(2)} of the box's ${countedText(cpus, 'CPU')}${times > 1 ? ` under this load, had other programs not kept it to ${(ofProfile * busy).toFixed(2)}` : ''}, ${percentText(ofProfile)} of the CPU time of the service${inside}: a little more load saturates the box`,
      advice: `make ${hot.label} cheaper or call it less often; look for a regular expression that backtracks, for results that could be cached, and for work that grows with the input`,
      evidence: [FILES.cpuProfile, FILES.samples],
    },
  ];
}

/**
 * How many times as many operations the load would have brought, had the service not been kept from the CPU: users that pause,
 * and are answered as a user alone was. An operation takes as much CPU then as it did.
 */
function timesAsked(evidence: Evidence): number {
  const { scenario, summary } = evidence;
  const reachable = reachableRate(scenario);
  const rate = steadyRate(evidence) ?? 0;
  if (reachable === undefined || rate === 0 || serviceHadCpu(evidence, atPeak(evidence)) !== 'no') return 1;
  const alone = Object.values(summary?.alone ?? {}).map(({ medianMs }) => medianMs / 1000);
  const meanSeconds = alone.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, alone.length);
  const iteration = scenario.thinkSeconds + (scenario.operations ?? 0) * meanSeconds;
  return Math.max(1, (reachable * scenario.thinkSeconds) / iteration / rate);
}
