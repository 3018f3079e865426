/** The scenarios of a run in the order in which they are played. */
import { type Plan, scenarioSeconds } from './plan.ts';

export interface Take {
  profile: Plan['profiles'][number];
  scenario: Plan['scenarios'][number];
  /** Counted from 1. */
  repeat: number;
}

/** All scenarios once, and then again: a machine that drifts then drifts under all of them alike. */
export function playOrder({ profiles, scenarios }: Plan, repeats: number): Take[] {
  return Array.from({ length: repeats }, (_, before) => before + 1).flatMap((repeat) =>
    profiles.flatMap((profile) => scenarios.map((scenario) => ({ profile, scenario, repeat }))),
  );
}

/** Estimated time of those that follow one. */
export function secondsAfter(takes: Take[], index: number): number {
  return takes.slice(index + 1).reduce((sum, { scenario }) => sum + scenarioSeconds(scenario), 0);
}
