/** How the numbers of a scenario on a profile went over the runs. */
import type { PastRun, PastScene } from './past-runs.ts';

/** Of one scenario on one profile under one load: other conditions are another trend. */
export interface Trend {
  target: string;
  profile: string;
  scenario: string;
  conditions: string;
  /** Oldest first. */
  points: PastScene[];
}

/** More than this nobody reads; the ones played last come first. */
const MAX_TRENDS = 100;

/** @param runs newest first. Those with a planted fault say nothing about the service and are left out. */
export function trendsOf(runs: PastRun[]): Trend[] {
  const trends = new Map<string, Trend>();
  for (const { target, faults, scenes } of runs) {
    if (faults.length > 0) continue;
    for (const scene of scenes) {
      const { profile, scenario, conditions } = scene;
      const key = JSON.stringify([target, profile, scenario, conditions]);
      const trend = trends.get(key) ?? { target, profile, scenario, conditions, points: [] };
      trend.points.unshift(scene);
      trends.set(key, trend);
    }
  }
  return [...trends.values()].slice(0, MAX_TRENDS);
}
