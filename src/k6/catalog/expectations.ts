/** What scenarios of the catalog expect besides their pass marks, and the load that they take. */
import {
  type Expected,
  K6_METRIC,
  type Leg,
  type Limit,
  type LoadBounds,
  type Scenario,
} from '../../contract/contract.ts';

const BOUNDS: LoadBounds = { vus: [1, 50], seconds: [1, 300] };

/** A conflict is none: it is how the store says that somebody else was first. */
const NO_ERRORS: Limit = { metric: K6_METRIC.opFailed, stat: 'rate', unit: 'ratio', healthy: 0, critical: 0 };

/** What all of them share. */
export const CATALOG = {
  suite: 'catalog',
  bounds: BOUNDS,
  needs: ['catalog'],
  limits: [NO_ERRORS],
  history: true,
} satisfies Partial<Scenario>;

/** So many clients from the first to the last second. */
export function held(level: number, seconds: number): Leg[] {
  return [{ phase: 'steady', move: 'hold', seconds, level }];
}

export const SOME_WRITES: Expected = {
  metric: K6_METRIC.catalogWrites,
  what: 'updates that were acknowledged',
  atLeast: 1,
  shownBy: K6_METRIC.catalogConflicts,
  advice:
    'check catalog.update of the target file, and that a client that has read the latest version may write',
};

export const SOME_CONFLICTS: Expected = {
  metric: K6_METRIC.catalogConflicts,
  what: 'conflicts',
  atLeast: 1,
  advice: 'run with more clients (--vus), or longer (--duration): no two clients collided',
};

export const MANY_READS: Expected = {
  metric: K6_METRIC.catalogReads,
  what: 'reads',
  atLeast: 10,
  perSecond: true,
  shownBy: K6_METRIC.catalogReads,
  restsOnTiming: true,
  advice: 'look at what a read waits for: a lock that writers hold, or a connection pool that is too small',
};

export const NONE_GIVEN_UP: Expected = {
  metric: K6_METRIC.catalogGivenUp,
  what: 'updates that were given up after 5 retries',
  atMost: 0,
  shownBy: K6_METRIC.catalogWrites,
  restsOnTiming: true,
  advice: 'look at how long an update takes, and whether the store refuses updates at the latest version',
};

export const SEVERAL_VERSIONS: Expected = {
  metric: K6_METRIC.catalogVersionChanges,
  what: 'reads that showed a newer version than before',
  atLeast: 1,
  shownBy: K6_METRIC.catalogWrites,
  advice: 'look at the cache that serves reads: a write must invalidate it before it is acknowledged',
};

export const ALL_READABLE: Expected = {
  metric: K6_METRIC.catalogUnreadable,
  what: 'datasets that could not be read after the load',
  atMost: 0,
  shownBy: K6_METRIC.catalogFinalReads,
  advice: 'read target.log; a store that is out of connections or file handles cannot serve reads',
};
