/** Makes a k6 program out of a scenario's declaration and its work. Every script in scripts/ ends in this call. */
import exec from 'k6/execution';
import type { Options } from 'k6/options';
import {
  type LaidOut,
  type Leg,
  type Pause,
  SCRIPT_ENV,
  type Scenario,
  type ServiceClock,
} from '../contract/contract.ts';
import { outOfBounds } from '../shared/load/bounds.ts';
import { borderSeconds } from '../shared/load/limits.ts';
import { paceShape } from '../shared/load/shape.ts';
import { measureAlone, type SeenAlone, turnAlone } from './alone.ts';
import { login, renewsToken, useToken } from './auth.ts';
import { type Executor, executorOf, mostVus } from './executor.ts';
import { OPERATIONS, type RemovalKnown, tryRemoval, useRemovalKnown } from './files/files.ts';
import { useForms } from './files/looked-at.ts';
import { laidOut } from './laying-out.ts';
import { beginTurn } from './notes.ts';
import { markLoad, noteException } from './operation.ts';
import { clientCertificate, givenLegs, hosts, pacing, routes } from './parameters.ts';
import { pause, thinkPause } from './pause.ts';
import { isOnlyRead } from './read-only.ts';
import { useTimeoutOf } from './request-timeout.ts';
import { serviceClock } from './service-clock.ts';
import { summarize } from './summary.ts';
import { subMetrics } from './thresholds.ts';

/** What a scenario does. `Seeded` is what `prepare` made; k6 hands it to every VU as JSON. */
export interface Work<Seeded> {
  /** Runs once before the load; its requests are not counted. */
  prepare?: () => Seeded;
  /** One iteration of one VU. The pause between iterations is the declaration's `thinkSeconds`. */
  iterate: (seeded: Seeded) => void;
  /** Names of its operations; absent: those of the file service. */
  operations?: readonly string[];
  /** Thresholds that always hold, by what k6 is to report besides: see thresholds.ts. */
  measures?: Record<string, string[]>;
  /** It gets new tokens itself when they are refused. */
  renews?: boolean;
  /** Pause after an iteration, in place of the declaration's. */
  think?: Pause;
  /**
   * Runs once after the load, also when the run is stopped early.
   * @param vus that the load had at most; they are numbered from 1
   */
  cleanup?: (seeded: Seeded, vus: number) => void;
}

/** What setup() hands to everyone. */
interface SetupData<Seeded> {
  loadStartedAtMs: number;
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

/**
 * The exports of a bundle: `options`, `setup`, `run` (export it as default), `teardown`, `handleSummary`.
 * @throws when a `-e` parameter is not what SCRIPT_ENV says.
 */
export function k6Program<Seeded = undefined>(scenario: Scenario, work: Work<Seeded>) {
  const legs = legsOf(scenario);
  const { model = 'closed' } = scenario;
  const timeoutSeconds = useTimeoutOf(scenario);
  const executor = executorOf(scenario, legs, timeoutSeconds);
  const { operations = OPERATIONS, measures = {}, renews = renewsToken, think = thinkPause(scenario) } = work;
  return {
    options: optionsOf(executor, timeoutSeconds, {
      ...measures,
      ...subMetrics(scenario, { legs, operations, renews }),
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
        ...(token === undefined ? {} : { token }),
      };
    },
    run(data: SetupData<Seeded>): void {
      markLoad(legs, model);
      useToken(data.token);
      if (data.alone !== undefined) useForms(data.alone.forms);
      useRemovalKnown(data.removal);
      try {
        work.iterate(data.seeded);
      } catch (thrown) {
        noteException(thrown);
      } finally {
        pause(think);
      }
    },
    teardown(data: SetupData<Seeded>): void {
      useToken(data.token);
      useRemovalKnown(data.removal);
      work.cleanup?.(data.seeded, mostVus(executor));
    },
    handleSummary: (data: Parameters<typeof summarize>[0]) => summarize(data, legs),
  };
}

/** Percentiles close enough together to draw how latencies are spread; k6 has all samples sorted for the first of them. */
const TREND_STATS = [
  ...['count', 'avg', 'min', 'p(1)', 'p(5)', 'p(10)', 'p(25)', 'med', 'p(75)', 'p(90)', 'p(95)', 'p(98)'],
  ...['p(99)', 'p(99.9)', 'max'],
];

/** A name no other iteration of this run uses: VU and iteration number. */
export function turnName(): string {
  const alone = turnAlone();
  if (alone !== undefined) return `alone-${alone}`;
  return beginTurn(exec.vu.idInTest, exec.vu.iterationInScenario);
}

/** The legs of this run. @throws when a parameter is not what SCRIPT_ENV says, or out of the scenario's bounds. */
export function legsOf(scenario: Scenario): Leg[] {
  const given = pacing();
  const refused = outOfBounds(scenario, given, { vus: SCRIPT_ENV.vus, duration: SCRIPT_ENV.duration });
  if (refused !== undefined) throw new Error(refused);
  return givenLegs() ?? paceShape(scenario, given);
}

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
