/** How much a catalog did: baselines that two runs are compared by. */
import { K6_METRIC } from '../../contract/contract.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';

export interface CatalogRates {
  /** A second of the load. */
  reads: number;
  /** Acknowledged updates a second. */
  writes: number;
  /** Updates a second that were refused because somebody else was first. */
  conflicts: number;
  /** Share of the updates that came to an answer which were refused because somebody else was first; absent without any. */
  conflictShare?: number;
}

/** Undefined for a scenario of another suite, and where nothing was read or written. */
export function catalogRates(evidence: Evidence): CatalogRates | undefined {
  const { summary, scenario } = evidence;
  const [reads, writes, conflicts] = [
    K6_METRIC.catalogReads,
    K6_METRIC.catalogWrites,
    K6_METRIC.catalogConflicts,
  ].map((metric) => countOf(summary, metric)) as [number, number, number];
  const seconds = playedSeconds(evidence);
  if (!scenario.needs.includes('catalog') || seconds <= 0 || reads + writes + conflicts === 0)
    return undefined;
  const answered = writes + conflicts;
  return {
    reads: reads / seconds,
    writes: writes / seconds,
    conflicts: conflicts / seconds,
    ...(answered === 0 ? {} : { conflictShare: conflicts / answered }),
  };
}
