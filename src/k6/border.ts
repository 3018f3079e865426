/** What k6 does once, before the load and after it, in a VU that is none of the load. */
import type { Options } from 'k6/options';
import type { LaidOut, Scenario, ServiceClock } from '../contract/contract.ts';
import { borderSeconds } from '../shared/load/limits.ts';
import { measureAlone, type SeenAlone } from './alone.ts';
import { login, renewsToken, useToken } from './auth.ts';
import { type Executor, executorOf, mostVus } from './executor.ts';
import { isNeeded, OPERATIONS, tryRemoval } from './files/files.ts';
import { type RemovalKnown, useRemovalKnown } from './files/removal-known.ts';
import { laidOut } from './laying-out.ts';
import { legsOf } from './legs.ts';
import { clientCertificate, hosts, routes, summaryFile } from './parameters.ts';
import type { Work } from './program.ts';
import { isOnlyRead } from './read-only.ts';
import { serviceClock } from './service-clock.ts';
import { summarize } from './summary.ts';
import { subMetrics } from './thresholds.ts';

/** What setup() hands to everyone. */
export interface SetupData<Seeded> {
  loadStartedAtMs: number;
  /** How long each leg of the load is. */
  legSeconds: number[];
  /** Of the login step; absent when the target has none. */
  token?: string;
  /** What a user alone was answered in; absent where operations are not those of the file service. */
  alone?: SeenAlone;
  /** Absent where nothing is laid out. */
  laidOut?: LaidOut;
  /** Absent when the scenario removes no files. */
  removal?: RemovalKnown;
  seeded: Seeded;
  /** Absent where no answer told a time. */
  clock?: ServiceClock;
}

export type Border<Seeded> = ReturnType<typeof borderOf<Seeded>>;

/**
 * @param timeoutSeconds of a single request
 * @throws when a `-e` parameter is not what SCRIPT_ENV says
 */
export function borderOf<Seeded>(scenario: Scenario, work: Work<Seeded>, timeoutSeconds: number) {
  const legs = legsOf(scenario);
  const executor = executorOf(scenario, legs, timeoutSeconds);
  const { operations, measures = [], renews = renewsToken } = work;
  return {
    options: optionsOf(executor, timeoutSeconds, {
      ...Object.fromEntries(measures.map((name) => [name, []])),
      ...subMetrics(scenario, {
        legs,
        operations: operations ?? operationsOf(scenario),
        renews,
        isAlone: summaryFile === undefined,
      }),
    }),
    setup(): SetupData<Seeded> {
      const token = login();
      useToken(token);
      const isRead = scenario.instead === 'read' && isOnlyRead;
      const removal =
        scenario.needs?.includes('remove') && !isRead && routes.remove !== undefined
          ? { removal: tryRemoval() }
          : {};
      useRemovalKnown(removal.removal);
      // k6 hands undefined on as null, for which the defaults of cleanup do not stand in: so the key is left out
      const prepared = (work.prepare === undefined ? {} : { seeded: work.prepare() }) as { seeded: Seeded };
      const layout = laidOut();
      // Users of other suites are known to the service one by one, or write a history of all that they do.
      const alone =
        work.operations === undefined ? { alone: measureAlone(() => work.iterate(prepared.seeded)) } : {};
      const clock = serviceClock();
      return {
        ...prepared,
        ...alone,
        ...removal,
        ...(layout === undefined ? {} : { laidOut: layout }),
        ...(clock === undefined ? {} : { clock }),
        loadStartedAtMs: Date.now(),
        legSeconds: legs.map(({ seconds }) => seconds),
        ...(token === undefined ? {} : { token }),
      };
    },
    teardown(data: SetupData<Seeded>): void {
      useToken(data.token);
      useRemovalKnown(data.removal);
      work.cleanup?.(data.seeded, mostVus(executor));
    },
    handleSummary: (data: Parameters<typeof summarize>[0]) => summarize(data, legs),
  };
}

/** Those of the file service that the scenario says it needs, or has a mark for. */
function operationsOf({ needs, limits }: Scenario): readonly string[] {
  return OPERATIONS.filter(
    (op) => isNeeded(op, needs) || limits.some(({ metric }) => metric.endsWith(`{op:${op}}`)),
  );
}

/** Percentiles close enough together to draw how latencies are spread; k6 has all samples sorted for the first of them. */
const TREND_STATS = [
  ...['count', 'avg', 'min', 'p(1)', 'p(5)', 'p(10)', 'p(25)', 'med', 'p(75)', 'p(90)', 'p(95)', 'p(98)'],
  ...['p(99)', 'p(99.9)', 'max'],
];

function optionsOf(
  executor: Executor,
  timeoutSeconds: number,
  thresholds: Record<string, string[]>,
): Options {
  const border = `${borderSeconds(timeoutSeconds)}s`;
  return {
    scenarios: { load: executor },
    thresholds,
    summaryTrendStats: TREND_STATS,
    // Every tag multiplies the series that k6 keeps in memory; the op tag of src/k6/operation.ts replaces the URL.
    systemTags: ['scenario', 'group', 'status', 'expected_response'],
    setupTimeout: border,
    teardownTimeout: border,
    ...(hosts === undefined ? {} : { hosts }),
    ...(clientCertificate === undefined ? {} : { tlsAuth: clientCertificate }),
  };
}
