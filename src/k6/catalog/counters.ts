import { Counter } from 'k6/metrics';
import { K6_METRIC } from '../../contract/contract.ts';

/** What is counted of a catalog besides what is counted of every operation; see K6_METRIC. */
export const COUNTERS = {
  reads: new Counter(K6_METRIC.catalogReads),
  writes: new Counter(K6_METRIC.catalogWrites),
  conflicts: new Counter(K6_METRIC.catalogConflicts),
  givenUp: new Counter(K6_METRIC.catalogGivenUp),
  versionChanges: new Counter(K6_METRIC.catalogVersionChanges),
  finalReads: new Counter(K6_METRIC.catalogFinalReads),
  unreadable: new Counter(K6_METRIC.catalogUnreadable),
};
