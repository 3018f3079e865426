import { median } from '../../judge/statistics/median.ts';
import { theilSen } from '../../judge/statistics/theil-sen.ts';

/** Something that is measured again and again, such as throughput. */
export interface Figure {
  /** In order of time. */
  readings: number[];
  /** One value for each window that the readings are cut into. */
  windows: number[];
  /** How far apart the windows may lie. */
  allowance: number;
}

/**
 * What the readings may go up or down in all. Their slope by Theil and Sen is surer than the difference of two windows,
 * so that less is allowed.
 */
const DRIFT_SHARE = 0.5;
/** All pairs of them are compared. */
const MAX_READINGS = 100;

/** What keeps the figure from being steady; undefined when its windows agree and its readings go nowhere. */
export function unsteadiness({ readings, windows, allowance }: Figure): string | undefined {
  const spread = Math.max(...windows) - Math.min(...windows);
  if (spread > allowance) return 'differed too much';
  const drift = driftOf(readings);
  if (Math.abs(drift) <= DRIFT_SHARE * allowance) return undefined;
  return drift > 0 ? 'kept rising' : 'kept falling';
}

/** How far the readings went up or down from the first to the last, chance left out. */
function driftOf(readings: number[]): number {
  const step = Math.ceil(readings.length / MAX_READINGS);
  const fewer = Array.from({ length: Math.floor(readings.length / step) }, (_, index) =>
    median(readings.slice(index * step, (index + 1) * step)),
  );
  return theilSen(fewer).slope * (fewer.length - 1);
}
