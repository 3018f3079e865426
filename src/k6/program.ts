/** Makes a k6 program out of a scenario's declaration and its work. Every script in scripts/ ends in this call. */
import { sleep } from 'k6';
import exec from 'k6/execution';
import type { Options } from 'k6/options';
import type { Leg, Scenario } from '../contract.ts';
import { login, useToken } from './auth.ts';
import { executorOf } from './executor.ts';
import { markLoad, noteException } from './operation.ts';
import { givenLegs, pacing } from './parameters.ts';
import { paceShape } from './shape.ts';
import { summarize } from './summary.ts';
import { subMetrics } from './thresholds.ts';

/** What a scenario does. `Seeded` is what `prepare` made; k6 hands it to every VU as JSON. */
export interface Work<Seeded> {
  /** Runs once before the load; its requests are not counted. */
  prepare?: () => Seeded;
  /** One iteration of one VU. The pause between iterations is the declaration's `thinkSeconds`. */
  iterate: (seeded: Seeded) => void;
  /** Runs once after the load, also when the run is stopped early. */
  cleanup?: (seeded: Seeded) => void;
}

/** What setup() hands to everyone. */
interface SetupData<Seeded> {
  loadStartedAtMs: number;
  /** Of the login step; absent when the target has none. */
  token?: string;
  seeded: Seeded;
}

const BORDER_TIMEOUT = '120s';

/**
 * The exports of a bundle: `options`, `setup`, `run` (export it as default), `teardown`, `handleSummary`.
 * @throws when a `-e` parameter is not what SCRIPT_ENV says.
 */
export function k6Program<Seeded = undefined>(scenario: Scenario, work: Work<Seeded>) {
  const legs = givenLegs() ?? paceShape(scenario, pacing());
  const { model = 'closed' } = scenario;
  return {
    options: optionsOf(scenario, legs),
    setup(): SetupData<Seeded> {
      const token = login();
      useToken(token);
      const seeded = work.prepare?.() as Seeded;
      return { seeded, loadStartedAtMs: Date.now(), ...(token === undefined ? {} : { token }) };
    },
    run(data: SetupData<Seeded>): void {
      markLoad(legs, model);
      useToken(data.token);
      try {
        work.iterate(data.seeded);
      } catch (thrown) {
        noteException(thrown);
      } finally {
        think(scenario.thinkSeconds);
      }
    },
    teardown(data: SetupData<Seeded>): void {
      useToken(data.token);
      work.cleanup?.(data.seeded);
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
  return `${exec.vu.idInTest}-${exec.vu.iterationInScenario}`;
}

function optionsOf(scenario: Scenario, legs: Leg[]): Options {
  return {
    scenarios: { load: executorOf(scenario, legs) },
    thresholds: subMetrics(scenario, legs),
    summaryTrendStats: TREND_STATS,
    // Every tag multiplies the series that k6 keeps in memory; the op tag of src/k6/operation.ts replaces the URL.
    systemTags: ['scenario', 'group', 'status', 'expected_response'],
    setupTimeout: BORDER_TIMEOUT,
    teardownTimeout: BORDER_TIMEOUT,
  };
}

/** Uniform around the mean: VUs that pause equally long would all come back at the same moment. */
function think(meanSeconds: number): void {
  if (meanSeconds > 0) sleep(meanSeconds * (0.5 + Math.random()));
}
