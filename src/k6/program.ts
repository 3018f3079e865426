/** Makes a k6 program out of a scenario's declaration and its work. Every script in scripts/ ends in this call. */
import type { Pause, Scenario } from '../contract/contract.ts';
import { begin } from './begin.ts';
import { turnAlone } from './border/alone.ts';
import { type Border, borderOf, type SetupData } from './border/border.ts';
import { iterationNumber, vuNumber } from './execution.ts';
import { authHeaders, renewsToken } from './identity/auth.ts';
import { useToken } from './identity/identity.ts';
import { beginTurn } from './notes.ts';
import { countFor, noteException } from './operation.ts';
import { pause, thinkPause } from './pause.ts';
import { useTimeoutOf } from './request/request-timeout.ts';

/** What a scenario does. `Seeded` is what `prepare` made; k6 hands it to every VU as JSON. */
export interface Work<Seeded> {
  /** Runs once before the load; its requests are not counted. */
  prepare?: () => Seeded;
  /** One iteration of one VU. The pause between iterations is the declaration's `thinkSeconds`. */
  iterate: (seeded: Seeded) => void;
  /** Names of its operations; absent: those of the file service. */
  operations?: readonly string[];
  /** Sub-metrics, and counters that may stay at nought, that k6 is to report besides: see thresholds.ts. */
  measures?: readonly string[];
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

/**
 * The exports of a bundle: `options`, `setup`, `run` (export it as default), `teardown`, `handleSummary`.
 * @throws when a `-e` parameter is not what SCRIPT_ENV says.
 */
export function k6Program<Seeded = undefined>(scenario: Scenario, work: Work<Seeded>) {
  const timeoutSeconds = useTimeoutOf(scenario);
  countFor(scenario.model ?? 'closed');
  const border: Partial<Border<Seeded>> = IN_LOAD ? {} : borderOf(scenario, work, timeoutSeconds);
  return { ...border, run: runOf(scenario, work) };
}

/** One iteration of a VU. */
function runOf<Seeded>(
  scenario: Scenario,
  { iterate, think = thinkPause(scenario) }: Work<Seeded>,
): (data: SetupData<Seeded>) => void {
  let hasBegun = false;
  let seeded: Seeded;
  return (data) => {
    if (!hasBegun) {
      hasBegun = true;
      begin(data);
      seeded = data.seeded; // k6 makes what it hands on anew at each look
    }
    if (renewsToken && authHeaders() === undefined) useToken(data.token);
    try {
      iterate(seeded);
    } catch (thrown) {
      noteException(thrown);
    } finally {
      pause(think);
    }
  };
}

/** A name no other iteration of this run uses: VU and iteration number. */
export function turnName(): string {
  const alone = turnAlone();
  if (alone !== undefined) return `alone-${alone}`;
  return beginTurn(vuNumber(), iterationNumber());
}
