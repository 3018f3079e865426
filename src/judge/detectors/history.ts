/**
 * Does a versioned store keep its promises to clients that write at the same time? Judged from every operation of every
 * client, not from counters: see history/check.ts for the method and its sources.
 */

import { FILES } from '../../store/store.ts';
import { countedText, percentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import { type Checked, checkHistory } from '../history/check.ts';
import { countsOf, type HistoryCounts } from '../history/counts.ts';
import type { History } from '../history/history.ts';
import { sentence } from '../history/sentence.ts';
import { storyOf } from '../history/story.ts';
import type { Anomaly, Violation } from '../history/tally.ts';
import { loadBeganMs, secondsInto } from '../load/load-clock.ts';
import { ambiguityText, ambiguousVersions, UNIQUE_VERSIONS, weakVersions } from './history-versions.ts';

const DETECTOR = 'history';
/** Of all operations; what is left shows what the store does. */
const MAX_IN_PART = 0.5;

/** So many updates are seen by some read. */
const MIN_TO_CHANGE = 10;

interface Explained {
  /** What is counted, and what is wrong with one and with several of them. */
  what: string;
  is: [one: string, several: string];
  cause: string;
  advice: string;
  /** Shown by what began after something else had ended; the others hold whatever the clock did. */
  restsOnClock: boolean;
}

const EXPLAINED: Record<Anomaly, Explained> = {
  'lost-update': {
    what: 'acknowledged write',
    is: ['was overwritten by another', 'were overwritten by others'],
    cause: 'the version is not checked, or it is checked in one step and written in another',
    advice:
      'check and write in one statement (UPDATE … WHERE version = ?, and check the number of rows), or in a transaction that locks the row',
    restsOnClock: false,
  },
  'phantom-ack': {
    what: 'acknowledged write',
    is: ['was never stored', 'were never stored'],
    cause:
      'the write is acknowledged before it is stored, or an error after the acknowledgement is swallowed',
    advice:
      'answer only after the commit; look for writes in the background, and for commits whose result is ignored',
    restsOnClock: true,
  },
  'stale-read': {
    what: 'read',
    is: ['returned an older state than was already known', 'returned an older state than was already known'],
    cause: 'reads are served from a cache or replica that the write had not reached when it was acknowledged',
    advice:
      'invalidate the cache before the acknowledgement, on every path that writes, and do not let a slow read fill it with what it saw before the write',
    restsOnClock: true,
  },
  'version-back': {
    what: 'read',
    is: [
      'returned an older state than the same client had seen',
      'returned an older state than the same client had seen',
    ],
    cause: 'reads go to replicas, caches or workers that are not equally up to date',
    advice: 'keep each client on one replica, or make reads wait for the version that it has seen',
    restsOnClock: true,
  },
  'invented-value': {
    what: 'read',
    is: ['returned what was never successfully written', 'returned what was never successfully written'],
    cause: 'a refused write is stored anyway, or uncommitted or foreign data is read',
    advice: 'roll back a refused write completely, and read committed data only',
    restsOnClock: false,
  },
};

export function judgeHistory(evidence: Evidence): Found[] {
  if (evidence.scenario.history !== true || evidence.outcome === undefined) return [];
  const history = evidence.history();
  if (history === undefined) return [unknown('there is no history of the operations')];
  const counts = countsOf(history);
  const checked = checkHistory(history);
  const { violations, ambiguity } = checked;
  const found = violations.map((violation) => {
    const told = anomaly(evidence, history, counts, violation);
    if (violation.isByValue !== true || ambiguity === undefined) return told;
    return { ...told, cause: ambiguityText(history, ambiguity), advice: UNIQUE_VERSIONS };
  });
  // Updates that pass a check at the same time may be given one version too.
  const isLost = violations.some((violation) => violation.anomaly === 'lost-update');
  if (ambiguity !== undefined && !isLost) return [...found, ambiguousVersions(history, ambiguity)];
  return found.length > 0 ? found : [weakVersions(history, counts) ?? withoutAnomaly(counts, checked)];
}

function anomaly(evidence: Evidence, history: History, counts: HistoryCounts, violation: Violation): Found {
  const { anomaly, count, atMs } = violation;
  const { what, is, cause, advice, restsOnClock } = EXPLAINED[anomaly];
  const story = storyOf(history, violation, loadBeganMs(evidence) ?? counts.beganMs);
  const atSeconds = secondsInto(evidence, atMs);
  const isDoubtful = restsOnClock && counts.clockWentBack;
  return {
    detector: anomaly,
    status: isDoubtful ? 'unknown' : 'critical',
    metric: 'history_anomalies',
    value: count,
    limit: 0,
    unit: 'count',
    message: `${countedText(count, what)} ${is[count === 1 ? 0 : 1]}; ${count === 1 ? '' : 'first, '}${sentence(anomaly, story)}${isDoubtful ? ', but the clock was set back meanwhile' : ''}`,
    ...(atSeconds === undefined ? {} : { atSeconds }),
    cause,
    advice,
    evidence: [FILES.history],
    story,
  };
}

function withoutAnomaly(counts: HistoryCounts, { inPart, unchecked }: Checked): Found {
  const { operations, keys, writes, reads, finalReads, versionChanged, torn } = counts;
  const size = `${countedText(operations, 'operation')} on ${countedText(keys, 'key')}`;
  if (writes === 0 || reads === 0)
    return unknown(
      `the history has ${countedText(writes, 'acknowledged update')} and ${countedText(reads, 'read')}`,
    );
  // The condition of a write holds nothing off when every state has the same version.
  if (writes >= MIN_TO_CHANGE && !versionChanged)
    return unknown(`${countedText(writes, 'update')} were acknowledged, but no read showed another version`);
  if (torn || finalReads === 0)
    return unknown(`${size} are consistent, but the history ends before the final state was read`);
  if (unchecked > 0)
    return unknown(
      `${percentText(unchecked / writes)} of the acknowledged updates could not be checked, because their version stood for several states: ${unchecked} of ${writes}`,
    );
  if (inPart > MAX_IN_PART * operations)
    return unknown(`${inPart} of ${size} are on keys that were removed and recreated concurrently`);
  return {
    detector: DETECTOR,
    status: 'healthy',
    metric: 'history_anomalies',
    value: 0,
    limit: 0,
    unit: 'count',
    message: `${size} have an order that explains what every client saw: no lost update, no stale read${inPart === 0 ? '' : `; ${inPart} of them, on keys that were removed and made again meanwhile, could be checked in part only`}`,
    evidence: [FILES.history],
  };
}

function unknown(why: string): Found {
  const message = `${why}, so nothing can be said about lost updates and stale reads`;
  return {
    detector: DETECTOR,
    status: 'unknown',
    metric: 'history_anomalies',
    unit: 'count',
    message,
    evidence: [],
  };
}
