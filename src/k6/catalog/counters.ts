import { K6_METRIC } from '../../contract/contract.ts';
import { counterOf } from '../metrics.ts';

/** What is counted of a catalog besides what is counted of every operation; see K6_METRIC. */
export const COUNTERS = {
  reads: counterOf(K6_METRIC.catalogReads),
  writes: counterOf(K6_METRIC.catalogWrites),
  conflicts: counterOf(K6_METRIC.catalogConflicts),
  givenUp: counterOf(K6_METRIC.catalogGivenUp),
  versionChanges: counterOf(K6_METRIC.catalogVersionChanges),
  finalReads: counterOf(K6_METRIC.catalogFinalReads),
  unreadable: counterOf(K6_METRIC.catalogUnreadable),
};
