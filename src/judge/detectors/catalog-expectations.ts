/**
 * Did happen what a scenario of a catalog is played for? That nothing went wrong shows nothing where nothing happened: an
 * expectation that was not met for want of an occasion is unknown, never healthy.
 */
import { type Expected, K6_METRIC, type Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { percentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';
import { catalogRates } from '../measures/catalog-rates.ts';
import { hasEnded } from './crash.ts';
import { judgeHistory } from './history.ts';

const LOOK_AT_LOST = 'clients collided, but the service refused none of their updates: see the lost updates';
const DETECTOR = 'catalog-expectations';

export function judgeCatalogExpectations(evidence: Evidence): Found[] {
  const { expects = [] } = evidence.scenario;
  // What did not happen in a load that never began, or that the service did not live to see the end of, is explained.
  if (evidence.summary === undefined || playedSeconds(evidence) <= 0 || hasEnded(evidence)) return [];
  return [...ratesFound(evidence), ...expects.map((expected) => judgeExpected(expected, evidence))];
}

/** What was measured; whether it is enough is for the expectations to say. */
function ratesFound(evidence: Evidence): Found[] {
  const rates = catalogRates(evidence);
  if (rates === undefined) return [];
  const { reads, writes, conflictShare } = rates;
  const conflicts =
    conflictShare === undefined ? '' : `; ${percentText(conflictShare)} of the updates met a conflict`;
  return [
    {
      detector: DETECTOR,
      status: 'healthy',
      metric: 'catalog_rates',
      value: Number(writes.toPrecision(4)),
      unit: '1/s',
      message: `${rateText(reads)} reads and ${rateText(writes)} writes${conflicts}`,
      evidence: [FILES.summary],
    },
  ];
}

function judgeExpected(expected: Expected, evidence: Evidence): Found {
  const { metric, what, atLeast, atMost, perSecond, shownBy, restsOnTiming, advice } = expected;
  const count = countOf(evidence.summary, metric);
  const value = perSecond ? count / playedSeconds(evidence) : count;
  const isMet = (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
  const occasions = shownBy === undefined ? 0 : countOf(evidence.summary, shownBy);
  const status = statusOf(isMet, atMost === undefined, occasions > 0);
  // Clients that overwrote each other were in the way of one another, and more of them would show no more.
  const isRefuted = metric === K6_METRIC.catalogConflicts && lostUpdates(evidence);
  return {
    detector: DETECTOR,
    status,
    metric,
    value: Number(value.toPrecision(4)),
    limit: atLeast ?? atMost ?? 0,
    unit: perSecond ? '1/s' : 'count',
    message: `${what}: ${perSecond ? rateText(value) : value}${wantedText(expected)}${status === 'unknown' && !isRefuted ? '; nothing happened that would show it' : ''}`,
    ...(restsOnTiming === undefined ? {} : { restsOnTiming }),
    ...(status === 'healthy' ? {} : { advice: isRefuted ? LOOK_AT_LOST : advice }),
    evidence: [FILES.summary],
  };
}

function lostUpdates(evidence: Evidence): boolean {
  return judgeHistory(evidence).some(
    ({ detector, status }) => detector === 'lost-update' && status === 'critical',
  );
}

/** What must not happen has not happened only if it could have. */
function statusOf(isMet: boolean, isWanted: boolean, hadOccasion: boolean): Status {
  if (isMet) return isWanted || hadOccasion ? 'healthy' : 'unknown';
  return isWanted && !hadOccasion ? 'unknown' : 'critical';
}

/** `, at least 10/s expected`. */
export function wantedText({ atLeast, atMost, perSecond }: Expected): string {
  const unit = perSecond ? '/s' : '';
  if (atLeast !== undefined) return `, at least ${atLeast}${unit} expected`;
  return atMost === 0 ? ', none expected' : `, at most ${atMost}${unit} expected`;
}

function rateText(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)}/s`;
}
