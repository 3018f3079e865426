/** The part of a load in which nothing changes but time: where growth is the service's own. */
import type { ScenarioPlan } from '../../store/records/records.ts';
import type { Evidence, Point } from '../evidence.ts';
import { playedSeconds } from './load-clock.ts';

export interface Span {
  fromMs: number;
  toMs: number;
}

export interface Windows {
  /** One value a window, in order of time. */
  values: number[];
  windowSeconds: number;
}

/** The head of the phase is warm-up, whatever the plan calls it: code is compiled, pools and caches fill. */
const WARMUP_SHARE = 0.2;
/** Share of a steady phase that is judged. */
export const JUDGED_SHARE = 1 - WARMUP_SHARE;
/** Two readings at least, so that a missed one leaves no gap. */
const SHORTEST_WINDOW_SECONDS = 2;
/** More do not make the tests surer, since neighbours hang together, and all pairs of them are compared. */
const MAX_WINDOWS = 60;
/** With six the strictest order of all has p = 0.0085: some must be allowed to fall out of it. */
const MIN_WINDOWS = 8;
const MAX_EMPTY_SHARE = 0.25;

/**
 * The longest steady hold as far as it was played; undefined without one, or when nothing says when the load began.
 * A service that dies in the middle, or a load that is ended there, is judged by what it showed until then.
 */
export function steadySpan(evidence: Evidence): Span | undefined {
  const { scenario, summary } = evidence;
  const hold = longestHold(scenario.legs);
  const loadStartedAtMs = summary?.loadStartedAtMs;
  if (hold === undefined || loadStartedAtMs === undefined) return undefined;
  const fromMs = loadStartedAtMs + hold.offsetSeconds * 1000;
  const endedMs = loadStartedAtMs + playedSeconds(evidence) * 1000;
  return { fromMs, toMs: Math.max(fromMs, Math.min(fromMs + hold.seconds * 1000, endedMs)) };
}

/** The same without its warm-up. */
export function settledSpan(evidence: Evidence): Span | undefined {
  const span = steadySpan(evidence);
  return span && { fromMs: span.fromMs + WARMUP_SHARE * (span.toMs - span.fromMs), toMs: span.toMs };
}

/** Length of the steady span, whole seconds; 0 when there was none. */
export function steadySeconds(evidence: Evidence): number {
  const { fromMs, toMs } = steadySpan(evidence) ?? { fromMs: 0, toMs: 0 };
  return Math.round((toMs - fromMs) / 1000);
}

/**
 * Cuts the readings of a span into windows of equal length and makes one value of each; an empty one repeats the one
 * before.
 * @returns undefined when that are too few windows for a trend, or too many are empty.
 */
export function windowsOf(
  points: Point[],
  { fromMs, toMs }: Span,
  reduce: (values: number[]) => number,
  shortestSeconds = SHORTEST_WINDOW_SECONDS,
): Windows | undefined {
  const within = points.filter(({ t }) => t >= fromMs && t < toMs);
  const seconds = (toMs - fromMs) / 1000;
  const windowSeconds = Math.max(shortestSeconds, seconds / MAX_WINDOWS);
  const cut: number[][] = Array.from({ length: Math.floor(seconds / windowSeconds) }, () => []);
  for (const { t, value } of within) cut[Math.floor((t - fromMs) / 1000 / windowSeconds)]?.push(value);
  const filled = cut.filter((values) => values.length > 0);
  if (cut.length < MIN_WINDOWS || filled.length < (1 - MAX_EMPTY_SHARE) * cut.length) return undefined;
  let latest = filled[0] ?? [];
  return {
    windowSeconds,
    values: cut.map((values) => {
      if (values.length > 0) latest = values;
      return reduce(latest);
    }),
  };
}

function longestHold(legs: ScenarioPlan['legs']): { offsetSeconds: number; seconds: number } | undefined {
  let offsetSeconds = 0;
  let longest: { offsetSeconds: number; seconds: number } | undefined;
  for (const { phase, move, seconds } of legs) {
    if (phase === 'steady' && move === 'hold' && seconds > (longest?.seconds ?? 0))
      longest = { offsetSeconds, seconds };
    offsetSeconds += seconds;
  }
  return longest;
}
