/** What a load of the closed model can ask of a service at most, by its own numbers. Pure. */
import type { Leg, LoadModel } from '../../contract/contract.ts';

import { roundedText } from '../../text/numbers.ts';
import { peakLevel } from './shape.ts';

/** Of a scenario's plan: what its arithmetic takes. */
export interface PacedLoad {
  model: LoadModel;
  legs: Leg[];
  /** Of an iteration; absent when nobody knows. */
  operations?: number;
  thinkSeconds: number;
  throughput?: { healthy: number };
}

/**
 * Operations a second in the steady part when the service answers at once: each user then begins an iteration as soon as
 * it has paused.
 * @returns undefined where nothing bounds them, or nothing is known: an open model, no pause, iterations of unknown length
 */
export function reachableRate({ model, operations, thinkSeconds, legs }: PacedLoad): number | undefined {
  const steady = legs.filter(({ phase }) => phase === 'steady');
  if (model === 'open' || operations === undefined || thinkSeconds === 0 || steady.length === 0)
    return undefined;
  return (peakLevel(steady) * operations) / thinkSeconds;
}

/** Chance, and the milliseconds that the best of services needs, take a few hundredths. */
const ROOM = 1.05;

/** In words why the throughput mark cannot be kept whatever the service does; undefined when it can, or there is none. */
export function unreachableMark(scenario: PacedLoad): string | undefined {
  const { throughput, legs, operations = 0, thinkSeconds } = scenario;
  const most = reachableRate(scenario);
  if (throughput === undefined || most === undefined || most > ROOM * throughput.healthy) return undefined;
  return `${peakLevel(legs)} users that pause ${roundedText(thinkSeconds)} s after ${roundedText(operations)} operations reach at most ${roundedText(most)} operations/s, even with an instant service; over ${roundedText(throughput.healthy)} are required, with some margin for chance`;
}
