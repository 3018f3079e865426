/**
 * Was an open load given as it was planned? k6 begins an arrival, or counts it as dropped when all VUs are busy. When k6
 * itself has no CPU it falls behind its own schedule and does neither, and says nothing.
 */
import { K6_METRIC } from '../../contract/contract.ts';
import { arrivalsDue } from '../../shared/load/shape.ts';
import { percentText } from '../../text/numbers.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';

/** Beyond this its levels are less than nine tenths of what they say. */
const MAX_MISSED_SHARE = 0.1;

/** The arrivals of an open load. */
export interface Arrivals {
  /** By the plan, as far as the load was played; what k6 counted where that is more. */
  due: number;
  /** That found no free VU. */
  dropped: number;
  /** That k6 itself did not come to: neither begun nor dropped. */
  missed: number;
}

/** Undefined for a load of the closed model, and without a summary. */
export function arrivalsOf(evidence: Evidence): Arrivals | undefined {
  const { scenario, summary } = evidence;
  if (scenario.model !== 'open' || summary === undefined) return undefined;
  const begun = countOf(summary, 'iterations');
  const dropped = countOf(summary, K6_METRIC.droppedIterations);
  const due = Math.max(begun + dropped, Math.floor(arrivalsDue(scenario.legs, playedSeconds(evidence))));
  // what was still in flight at the end is in neither count
  const inFlight = summary.metrics.vus?.values.max ?? 0;
  return { due, dropped, missed: Math.max(0, due - begun - dropped - inFlight) };
}

/** In words what was missing; undefined when there was enough of the load, or it is of the closed model. */
export function loadMissing(evidence: Evidence): string | undefined {
  const { due, missed } = arrivalsOf(evidence) ?? { due: 0, missed: 0 };
  if (missed <= MAX_MISSED_SHARE * due) return undefined;
  return `k6 fell behind its schedule: of ${due} arrivals at least ${missed} (${percentText(missed / due)}) were neither started nor dropped`;
}
