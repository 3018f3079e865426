/**
 * Does the service come back after a spike? A spike that slowed it leaves latency high while queues drain; it has come
 * back when latency is near the level before, on the way from the spike's own level, so that no absolute time counts.
 */
import { K6_METRIC } from '../../contract.ts';
import { msText } from '../../numbers.ts';
import type { Finding } from '../../records.ts';
import { median } from '../../statistics/median.ts';
import { FILES } from '../../store.ts';
import type { Snapshot } from '../../timeline.ts';
import type { Evidence } from '../evidence.ts';
import { type Level, levelsOf } from '../levels.ts';

/** Below twice the base a spike has not slowed the service in earnest. */
const SLOWED = 2;
/** Back means: no more than this share of the way from base to spike is left. */
const BACK_SHARE = 0.25;
/** What is less over the base than this is noise of a quiet service. */
const NOISE_MS = 5;
/** In fewer seconds not even a return can be seen. */
export const RECOVERY_NEEDS_SECONDS = 5;
/** And in fewer than these a service that has not come back yet may only be draining its queue. */
export const RECOVERY_PROOF_SECONDS = 10;
/** The last seconds of the recovery decide. */
const LAST_SECONDS = 5;

/** One finding over all recoveries; none where there was no spike, or too little time to come back. */
export function judgeRecovery(evidence: Evidence): Finding[] {
  const levels = levelsOf(evidence);
  const base = levels[0];
  const startMs = evidence.summary?.loadStartedAtMs;
  if (base === undefined || startMs === undefined) return [];
  const medianOf = (from: number, to: number) => {
    const values = latencies(evidence.timeline, startMs, from, to);
    return values.length === 0 ? undefined : median(values);
  };
  const baseMs = medianOf(base.fromSeconds, base.toSeconds);
  if (baseMs === undefined) return [];
  const returns = levels.flatMap((level, index) => {
    const spike = levels[index - 1];
    if (level.phase !== 'recovery' || spike === undefined || tooShort(level, RECOVERY_NEEDS_SECONDS))
      return [];
    const spikeMs = medianOf(spike.fromSeconds, spike.toSeconds);
    const afterMs = medianOf(Math.max(level.fromSeconds, level.toSeconds - LAST_SECONDS), level.toSeconds);
    if (spikeMs === undefined) return [];
    const back = isBack(baseMs, spikeMs, afterMs);
    return back || !tooShort(level, RECOVERY_PROOF_SECONDS) ? [{ spikeMs, afterMs, back }] : [];
  });
  const lost = returns.find(({ back }) => !back);
  if (returns.length === 0) return [];
  if (lost === undefined)
    return [
      finding(
        'healthy',
        `came back ${returns.length === 1 ? 'after the spike' : `after each of ${returns.length} spikes`}`,
      ),
    ];
  const after = lost.afterMs === undefined ? 'answers nothing' : `is at ${msText(lost.afterMs)}`;
  return [
    {
      ...finding(
        'critical',
        `does not come back after the spike: p95 was ${msText(baseMs)} before, ${msText(lost.spikeMs)} in it, and afterwards ${after}`,
      ),
      advice: `look for work that piles up and is never dropped: unbounded queues, retries, locks; compare ${FILES.goroutineStart} with ${FILES.goroutineEnd}`,
    },
  ];
}

function tooShort({ fromSeconds, toSeconds }: Level, seconds: number): boolean {
  return toSeconds - fromSeconds < seconds;
}

function isBack(baseMs: number, spikeMs: number, afterMs: number | undefined): boolean {
  if (afterMs === undefined) return false;
  if (afterMs <= baseMs + NOISE_MS) return true;
  return spikeMs <= SLOWED * baseMs
    ? afterMs <= SLOWED * baseMs
    : afterMs <= baseMs + BACK_SHARE * (spikeMs - baseMs);
}

/** p95 of each second between two moments of the load. */
function latencies(timeline: Snapshot[], startMs: number, fromSeconds: number, toSeconds: number): number[] {
  return timeline
    .filter(({ t }) => t > startMs + fromSeconds * 1000 && t <= startMs + toSeconds * 1000)
    .flatMap(({ values }) => values[K6_METRIC.opDuration]?.['p(95)'] ?? []);
}

function finding(status: Finding['status'], message: string): Finding {
  return {
    detector: 'recovery',
    status,
    metric: `${K6_METRIC.opDuration} p(95)`,
    unit: 'ms',
    message,
    evidence: [FILES.timeline, FILES.summary],
  };
}
