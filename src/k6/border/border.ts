/** What k6 does once, before the load and after it, in a VU that is none of the load. */
import type { Options } from 'k6/options';
import { type Scenario, TREND_STATS } from '../../contract/contract.ts';
import { borderSeconds } from '../../shared/load/limits.ts';
import { isNeeded, mustHaveKeptOthers, OPERATIONS, tryRemoval } from '../files/files.ts';
import { type RemovalKnown, useRemovalKnown } from '../files/removal-known.ts';
import { renewsToken } from '../identity/auth.ts';
import { login, useToken } from '../identity/identity.ts';
import { clientCertificate, hosts, isAlone, isReadPlain, routes } from '../parameters.ts';
import type { Work } from '../program.ts';
import { isOnlyRead } from '../read-only.ts';
import { tell } from '../tell.ts';
import { measureAlone, type SeenAlone } from './alone.ts';
import { type Executor, executorOf, mostVus } from './executor.ts';
import { laidOut } from './laying-out.ts';
import { legsOf } from './legs.ts';
import { serviceClock } from './service-clock.ts';
import { type SummaryData, summarize } from './summary.ts';
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
  /** Absent when the scenario removes no files. */
  removal?: RemovalKnown;
  seeded: Seeded;
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
  const named = {
    ...Object.fromEntries(measures.map((name) => [name, []])),
    ...subMetrics(scenario, { legs, operations: operations ?? operationsOf(scenario), renews }),
  };
  return {
    options: optionsOf(executor, timeoutSeconds, named),
    setup(): SetupData<Seeded> {
      tell({ begun: { atMs: Date.now(), legs, metrics: Object.keys(named) } });
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
        work.operations === undefined ? measureAlone(() => work.iterate(prepared.seeded)) : undefined;
      const clock = serviceClock();
      const seen = {
        ...(layout === undefined ? {} : { laidOut: layout }),
        ...(clock === undefined ? {} : { clock }),
        loadStartedAtMs: Date.now(),
      };
      tell({ setUp: alone === undefined ? seen : { ...seen, alone: alone.figures } });
      return {
        ...prepared,
        ...(alone === undefined ? {} : { alone }),
        ...removal,
        loadStartedAtMs: seen.loadStartedAtMs,
        legSeconds: legs.map(({ seconds }) => seconds),
        ...(token === undefined ? {} : { token }),
      };
    },
    teardown(data: SetupData<Seeded>): void {
      useToken(data.token);
      useRemovalKnown(data.removal);
      work.cleanup?.(data.seeded, mostVus(executor));
      mustHaveKeptOthers();
    },
    // Not the function itself: a compiler that writes declarations names the type of that by its file.
    handleSummary: (data: SummaryData) => summarize(data),
  };
}

/** Those of the file service that the scenario says it needs, or has a mark for. */
function operationsOf({ needs, limits }: Scenario): readonly string[] {
  return OPERATIONS.filter(
    (op) => isNeeded(op, needs) || limits.some(({ metric }) => metric.endsWith(`{op:${op}}`)),
  );
}

function optionsOf(
  executor: Executor,
  timeoutSeconds: number,
  thresholds: Record<string, string[]>,
): Options {
  const border = `${borderSeconds(timeoutSeconds)}s`;
  return {
    scenarios: { load: executor },
    ...(isAlone ? { thresholds, summaryTrendStats: TREND_STATS } : {}),
    // Every tag multiplies the series that are kept; the op tag of src/k6/operation.ts replaces the URL.
    systemTags: isReadPlain ? ['scenario', 'group', 'status', 'expected_response'] : [],
    setupTimeout: border,
    teardownTimeout: border,
    ...(hosts === undefined ? {} : { hosts }),
    ...(clientCertificate === undefined ? {} : { tlsAuth: clientCertificate }),
  };
}
