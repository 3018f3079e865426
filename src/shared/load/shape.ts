/** Turns a scenario's reference shape into the legs of one run. Pure, so that the orchestrator plans with it too. */
import type { Leg, Scenario } from '../../contract/contract.ts';

export type Pace = 'quick' | 'full';

export interface Pacing {
  pace: Pace;
  /** Length of the load, seconds; overrides the pace. */
  durationSeconds?: number;
  /** Peak VUs; every level of a closed model scales with it. */
  vus?: number;
  /** Peak arrival rate, iterations a second; every level of an open model scales with it. */
  rate?: number;
}

/** A load of about this many seconds still shows whether the service stands; what needs longer is said in the verdict. */
const QUICK_SECONDS = 30;

/**
 * The legs of one run. Shortening shortens every leg alike, lengthening lengthens the holds only: an eight-hour soak
 * still ramps in a minute. What would show nothing when it is cut is not cut at quick pace. No leg is shorter than a second and no level lower than one.
 */
export function paceShape(
  scenario: Pick<Scenario, 'shape' | 'quickSeconds' | 'model'>,
  pacing: Pacing,
): Leg[] {
  const seconds = pacing.durationSeconds ?? pacedSeconds(scenario, pacing.pace);
  const stretch = stretcher(scenario.shape, seconds);
  const peak = scenario.model === 'open' ? pacing.rate : pacing.vus;
  const scale = peak === undefined ? 1 : peak / peakLevel(scenario.shape);
  const isQuick = pacing.durationSeconds === undefined && pacing.pace === 'quick';
  return scenario.shape.map(({ quickSeconds, ...leg }) => ({
    ...leg,
    seconds: isQuick && quickSeconds !== undefined ? quickSeconds : Math.max(1, Math.round(stretch(leg))),
    level: Math.max(1, Math.round(leg.level * scale)),
  }));
}

/** Length of the whole load, seconds. */
export function totalSeconds(legs: Leg[]): number {
  return legs.reduce((sum, leg) => sum + leg.seconds, 0);
}

/**
 * Iterations that a load of the open model should have begun by then: the area under its rate, from its begin at 1/s or
 * at the level of a first hold. k6 counts those that found no free VU as dropped; those that are in neither count are
 * what k6, short of CPU, did not come to.
 */
export function arrivalsDue(legs: Leg[], untilSeconds = Number.POSITIVE_INFINITY): number {
  let before = 1;
  let at = 0;
  return legs.reduce((sum, { move, seconds, level }) => {
    const from = move === 'hold' ? level : before;
    const played = Math.min(Math.max(untilSeconds - at, 0), seconds);
    const reached = from + ((level - from) * played) / seconds;
    before = level;
    at += seconds;
    return sum + ((from + reached) / 2) * played;
  }, 0);
}

/** Highest level of the load. */
export function peakLevel(legs: Leg[]): number {
  return Math.max(...legs.map(({ level }) => level));
}

function pacedSeconds(scenario: Pick<Scenario, 'shape' | 'quickSeconds'>, pace: Pace): number {
  return pace === 'full' ? totalSeconds(scenario.shape) : (scenario.quickSeconds ?? QUICK_SECONDS);
}

function stretcher(shape: Leg[], seconds: number): (leg: Leg) => number {
  const full = totalSeconds(shape);
  if (seconds <= full) return (leg) => (leg.seconds * seconds) / full;
  const held = totalSeconds(shape.filter((leg) => leg.move === 'hold'));
  const factor = (seconds - (full - held)) / held;
  return (leg) => (leg.move === 'hold' ? leg.seconds * factor : leg.seconds);
}
