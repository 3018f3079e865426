/**
 * Garbage collection must go on while requests do: a count that stands still over a growing heap is a stall. And it must
 * leave the time to the requests: the share of its pauses in the time that the service is at work (cost of collection as in
 * Jones, Hosking and Moss, The Garbage Collection Handbook, 2011).
 */

import type { Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { percentText } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import { type Evidence, growth, series, spanSeconds } from '../evidence.ts';
import { judgeGcCpu } from './gc-cpu.ts';

/** Go forces a collection every two minutes at the latest; a busy runtime collects every few seconds. */
export const GC_NEEDS_SECONDS = 150;
/** A service in good health spends a few hundredths. At a fifth a box one size larger would be bought for the collector. */
const HEALTHY_SHARE = 0.2;
/** More is collected than done. */
const CRITICAL_SHARE = 0.5;
/** Of a service that hardly does anything a large share is still nothing: nobody waits for a pause that is so seldom. */
const MIN_SHARE_OF_TIME = 0.05;

/** A collector that stops the program is judged by that; what it costs besides is told where its pauses are no reason. */
export function judgeGc(evidence: Evidence): Found[] {
  const found = judgePauses(evidence);
  return found.some(({ status }) => status !== 'healthy') ? found : [...found, ...judgeGcCpu(evidence)];
}

function judgePauses(evidence: Evidence): Found[] {
  const { samples } = evidence;
  const collections = growth(samples, 'runtime_gc_total');
  // Fewer than before are those of another process; that it was restarted is a finding of its own.
  if (collections === undefined || collections < 0) return [];
  if (collections > 0) return [pressureFinding(collections, evidence)];
  const seconds = spanSeconds(series(samples, 'runtime_gc_total'));
  const isStalled = seconds >= GC_NEEDS_SECONDS && (growth(samples, 'runtime_heap_mb') ?? 0) > 0;
  return isStalled ? [stalledFinding(seconds)] : [];
}

function stalledFinding(seconds: number): Found {
  return {
    detector: 'gc',
    status: 'warning',
    metric: 'runtime_gc_total',
    value: 0,
    unit: 'count',
    message: `no garbage collection in ${Math.round(seconds)} s although the heap grew`,
    advice: 'check GOGC / heap settings and whether something blocks the runtime',
    evidence: [FILES.samples],
  };
}

function pressureFinding(collections: number, evidence: Evidence): Found {
  const paused = pausesOf(evidence);
  const counted = `${collections} garbage collections under load`;
  const base = { detector: 'gc' as const, evidence: [FILES.samples] };
  if (paused === undefined)
    return {
      ...base,
      status: 'healthy',
      metric: 'runtime_gc_total',
      value: collections,
      unit: 'count',
      message: counted,
    };
  const status = statusOf(paused);
  const message = `garbage collection pauses take ${percentText(paused.share)} of the time that the service is working, ${percentText(paused.ofTime)} of all time (${counted})`;
  return {
    ...base,
    status,
    metric: 'runtime_gc_pause_seconds_total',
    value: Number(paused.share.toPrecision(4)),
    limit: status === 'critical' ? CRITICAL_SHARE : HEALTHY_SHARE,
    unit: 'ratio',
    message: status === 'healthy' ? message : `${message}; a few percent are usual`,
    ...(status === 'healthy'
      ? {}
      : {
          ...adviceOf`allocate less per request, and avoid objects that live for only a few requests: see ${FILES.heapEnd} and ${FILES.cpuProfile}; or give the heap more room (GOGC, --max-semi-space-size, a larger box)`,
        }),
  };
}

interface Pauses {
  /** Of the time in which the service was at work. */
  share: number;
  ofTime: number;
}

/**
 * At work is who computes or would if there were a free CPU. Pauses are timed by the clock, so that on a full machine the
 * CPU time alone would be too little to hold them against. Undefined when the service does not tell its pauses.
 */
function pausesOf({ samples }: Evidence): Pauses | undefined {
  const paused = growth(samples, 'runtime_gc_pause_seconds_total');
  const seconds = spanSeconds(series(samples, 'runtime_gc_pause_seconds_total'));
  if (paused === undefined || paused < 0 || seconds <= 0) return undefined;
  const computed =
    growth(samples, 'process_cpu_seconds_total') ?? growth(samples, 'cgroup_cpu_seconds_total');
  const waited = growth(samples, 'process_cpu_wait_seconds_total') ?? 0;
  const atWork = Math.min(seconds, computed === undefined ? seconds : computed + waited);
  return { share: atWork > 0 ? Math.min(1, paused / atWork) : 0, ofTime: paused / seconds };
}

function statusOf({ share, ofTime }: Pauses): Status {
  if (ofTime < MIN_SHARE_OF_TIME || share <= HEALTHY_SHARE) return 'healthy';
  return share > CRITICAL_SHARE ? 'critical' : 'warning';
}
