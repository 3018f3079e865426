/**
 * Was an open load given as it was planned? k6 begins an arrival, or counts it as dropped when all VUs are busy. When k6
 * itself has no CPU it falls behind its own schedule and does neither, and says nothing.
 */
import { K6_METRIC } from '../contract.ts';
import { arrivalsDue } from '../k6/shape.ts';
import { percentText } from '../numbers.ts';
import { countOf, type Evidence } from './evidence.ts';
import { playedSeconds } from './load-clock.ts';

/** Beyond this its levels are less than nine tenths of what they say. */
const MOST_MISSED_SHARE = 0.1;

/** In words what was missing; undefined when there was enough of the load, or it is of the closed model. */
export function loadMissing(evidence: Evidence): string | undefined {
  const { scenario, summary } = evidence;
  if (scenario.model !== 'open' || summary === undefined) return undefined;
  const due = Math.floor(arrivalsDue(scenario.legs, playedSeconds(evidence)));
  const begun = countOf(summary, 'iterations');
  const dropped = countOf(summary, K6_METRIC.droppedIterations);
  // what was still in flight at the end is in neither count
  const inFlight = summary.metrics.vus?.values.max ?? 0;
  const missed = due - begun - dropped - inFlight;
  if (missed <= MOST_MISSED_SHARE * due) return undefined;
  return `k6 fell behind its schedule: of ${due} arrivals at least ${missed} (${percentText(missed / due)}) were neither begun nor dropped`;
}
