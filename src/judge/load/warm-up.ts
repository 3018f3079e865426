/** Was all that was slow in the first seconds? Code is compiled, pools and caches fill: that is over when they have. */
import { K6_METRIC, type Limit, type Sample } from '../../contract/contract.ts';
import { momentText, msText } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';
import { generatorLoadIn } from '../resources/generator.ts';
import { median } from '../statistics/median.ts';
import { loadBeganMs, playedSeconds } from './load-clock.ts';

export interface WarmUp {
  /** When the last slow answers came, seconds from the begin of the load. */
  untilSeconds: number;
  /** Median of the p95 of each second since then, ms. */
  sinceMs: number;
}

/** Longer than this a service is not warming up but slow. */
const LONGEST_SECONDS = 15;
/** An answer that was asked for in the last second of it. */
const SLACK_SECONDS = 3;
/** So long it must have been well since. */
const MIN_SINCE_SECONDS = 10;
/** Of these seconds one in twenty may be slow for a reason of its own. */
const MAX_SLOW_SHARE = 0.05;

/** Undefined unless the mark is kept by nearly every second after the first ones. */
export function warmUpOf({ metric, healthy, unit, stat }: Limit, evidence: Evidence): WarmUp | undefined {
  const beganMs = loadBeganMs(evidence);
  if (beganMs === undefined || unit !== 'ms' || stat !== 'p(95)') return undefined;
  const name = evidence.timeline.some(({ values }) => values[metric] !== undefined)
    ? metric
    : K6_METRIC.opDuration;
  const end = playedSeconds(evidence);
  const seconds = evidence.timeline.flatMap(({ t, values }) => {
    const at = (t - beganMs) / 1000;
    const p95Ms = values[name]?.['p(95)'];
    return p95Ms === undefined || at <= 0 || at > end + 1 ? [] : [{ at, p95Ms }];
  });
  const early = seconds.filter(({ at }) => at <= LONGEST_SECONDS + SLACK_SECONDS);
  const last = early.findLast(({ p95Ms }) => p95Ms > healthy);
  if (last === undefined) return undefined;
  const since = seconds.filter(({ at }) => at > last.at);
  const slow = since.filter(({ p95Ms }) => p95Ms > healthy).length;
  if (end - last.at < MIN_SINCE_SECONDS || slow > MAX_SLOW_SHARE * since.length || since.length === 0)
    return undefined;
  return { untilSeconds: last.at, sinceMs: median(since.map(({ p95Ms }) => p95Ms)) };
}

/** A shortage of CPU that was the same before and after makes answers that much longer at most. */
const MAX_TIMES = 5;

/**
 * Whether k6's own want of CPU may be what was slow: not where it went on and answers came in time, unless k6 had waited for its
 * work by so much longer before.
 * @param slowMs the mark that was crossed
 */
export function mayHaveBeenOurs(
  { untilSeconds, sinceMs }: WarmUp,
  slowMs: number,
  evidence: Evidence,
): boolean {
  const { samples, run } = evidence;
  const untilMs = (loadBeganMs(evidence) ?? 0) + untilSeconds * 1000;
  const waits = (of: Sample[]) => {
    const share = generatorLoadIn(of, run.machine.cores)?.waitShare;
    return share === undefined || share >= 1 ? undefined : share / (1 - share);
  };
  const before = waits(samples.filter(({ t }) => t <= untilMs));
  const since = waits(samples.filter(({ t }) => t > untilMs));
  if (before === undefined || since === undefined || since === 0) return true;
  return slowMs <= MAX_TIMES * sinceMs * Math.max(1, before / since);
}

/** `; all of it in the first 0:15, while it warmed up: 6 ms since then` */
export function warmUpText({ untilSeconds, sinceMs }: WarmUp): string {
  return `; it was slow only until ${momentText(untilSeconds)}, while it warmed up: p95 is ${msText(sinceMs)} since then`;
}
