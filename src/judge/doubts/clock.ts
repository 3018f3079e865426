/** Did the clock go on as time did, and were the readings taken in time? Everything that has a moment rests on it. */
import type { Evidence } from '../evidence.ts';

const MAX_MISSED_SHARE = 0.1;
/** A period is a second; those that k6's dashboard recorded of a soak of a day were up to half of this. A machine that is only busy comes back sooner. */
const LONGEST_GAP_SECONDS = 60;

/** In words what is wrong with it; undefined when nothing is. */
export function clockTrouble({ outcome, samples, timeline }: Evidence): string | undefined {
  // The readings are those of the load as its clock has it; the timeline has all.
  if (isSetBack(samples) || isSetBack(timeline)) return 'the clock was set back mid-run';
  const gapSeconds = longestGapMs(timeline) / 1000;
  if (gapSeconds > LONGEST_GAP_SECONDS)
    return `the clock was set forward mid-run, or the machine slept: by about ${Math.round(gapSeconds)} s`;
  const { taken = 0, missed = 0 } = outcome?.sampling ?? {};
  return missed > MAX_MISSED_SHARE * (taken + missed)
    ? `${missed} of ${taken + missed} readings of the target came too late`
    : undefined;
}

function isSetBack(readings: { t: number }[]): boolean {
  return readings.some(({ t }, index) => t < (readings[index - 1]?.t ?? t));
}

function longestGapMs(readings: { t: number }[]): number {
  return readings.reduce((most, { t }, index) => Math.max(most, t - (readings[index - 1]?.t ?? t)), 0);
}
