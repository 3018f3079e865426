/** What each held level of a load showed: the rows that breaking point and report are made of. */
import { K6_METRIC } from '../contract.ts';
import type { ScenarioPlan } from '../records.ts';
import { type Evidence, statOf } from './evidence.ts';

export interface Level {
  /** Index of the leg. */
  leg: number;
  phase: ScenarioPlan['legs'][number]['phase'];
  /** VUs, or arrivals a second. */
  level: number;
  /** When the level began and ended, seconds from the begin of the load. */
  fromSeconds: number;
  toSeconds: number;
  /** Operations that succeeded, a second. */
  throughput: number;
  medianMs: number | undefined;
  p95Ms: number | undefined;
  /** Share of operations that failed; undefined when none ended here. */
  errorRate: number | undefined;
}

/** The levels that were held, in their order. Without a summary there are none. */
export function levelsOf({ scenario, summary }: Evidence): Level[] {
  if (summary === undefined) return [];
  let at = 0;
  return scenario.legs.flatMap(({ phase, move, level, seconds }, leg) => {
    const fromSeconds = at;
    at += seconds;
    if (move !== 'hold') return [];
    const duration = `${K6_METRIC.opDuration}{leg:${leg}}`;
    return [
      {
        leg,
        phase,
        level,
        fromSeconds,
        toSeconds: at,
        throughput: (statOf(summary, duration, 'count') ?? 0) / seconds,
        medianMs: statOf(summary, duration, 'med'),
        p95Ms: statOf(summary, duration, 'p(95)'),
        errorRate: statOf(summary, `${K6_METRIC.opFailed}{leg:${leg}}`, 'rate'),
      },
    ];
  });
}
