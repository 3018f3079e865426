/**
 * Does the service come back after a spike? A spike that slowed it leaves latency high while queues drain; it has come
 * back when latency is near the level before, on the way from the spike's own level, so that no absolute time counts.
 */
import { K6_METRIC } from '../contract.ts';
import { msText } from '../numbers.ts';
import type { Finding } from '../records.ts';
import { FILES } from '../store.ts';
import type { Snapshot } from '../timeline.ts';
import type { Evidence } from './evidence.ts';
import { type Level, levelsOf } from './levels.ts';

/** Below twice the base a spike has not slowed the service in earnest. */
const SLOWED = 2;
/** Back means: no more than this share of the way from base to spike is left. */
const BACK_SHARE = 0.25;
/** Fewer seconds of recovery show the queue that drains and not what comes after it. */
export const RECOVERY_NEEDS_SECONDS = 5;
/** The last seconds of the recovery decide. */
const LAST_SECONDS = 5;

/** One finding over all recoveries; none where there was no spike, or too little time to come back. */
export function judgeRecovery(evidence: Evidence): Finding[] {
  const levels = levelsOf(evidence);
  const base = levels[0];
  const startMs = evidence.summary?.loadStartedAtMs;
  if (base === undefined || startMs === undefined) return [];
  const medianOf = (from: number, to: number) => median(latencies(evidence.timeline, startMs, from, to));
  const baseMs = medianOf(base.fromSeconds, base.toSeconds);
  if (baseMs === undefined) return [];
  const returns = levels.flatMap((level, index) => {
    const spike = levels[index - 1];
    if (level.phase !== 'recovery' || spike === undefined || tooShort(level)) return [];
    const spikeMs = medianOf(spike.fromSeconds, spike.toSeconds);
    const afterMs = medianOf(Math.max(level.fromSeconds, level.toSeconds - LAST_SECONDS), level.toSeconds);
    return spikeMs === undefined ? [] : [{ spikeMs, afterMs, back: isBack(baseMs, spikeMs, afterMs) }];
  });
  const lost = returns.find(({ back }) => !back);
  if (returns.length === 0) return [];
  if (lost === undefined) return [finding('healthy', `came back after each of ${returns.length} spikes`)];
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

function tooShort({ fromSeconds, toSeconds }: Level): boolean {
  return toSeconds - fromSeconds < RECOVERY_NEEDS_SECONDS;
}

function isBack(baseMs: number, spikeMs: number, afterMs: number | undefined): boolean {
  if (afterMs === undefined) return false;
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

function median(values: number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
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
