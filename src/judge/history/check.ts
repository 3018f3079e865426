/**
 * Is there one order of all operations on a key that explains what every client saw, with each operation somewhere
 * between its begin and its end (Herlihy and Wing, "Linearizability", 1990)? With values that are unique and writes that
 * name the version they are based on this takes linear time, where the search of a general checker (porcupine) does not.
 * An operation of unknown outcome may have been applied at any time after its begin, or never (as in Jepsen).
 *
 * Soundness comes first: what a record leaves open is taken as the store would have it.
 */
import { type Ambiguity, addAmbiguity } from './ambiguity.ts';
import { forestOf } from './forest.ts';
import { type History, OP } from './history.ts';
import { checkOrder } from './order.ts';
import { findPhantoms } from './phantoms.ts';
import { segmentsOf } from './segments.ts';
import { type Check, statesOf } from './states.ts';
import { clearTables, newTables } from './tables.ts';
import { Tally, type Violation } from './tally.ts';
import { tokensOf } from './tokens.ts';
import { checkZones } from './zones.ts';

export interface Checked {
  /** The worst first; empty when everything has an order. */
  violations: Violation[];
  /** Operations on keys that were removed and made again while others were at work: checked in part only. */
  inPart: number;
  /** Acknowledged writes whose version stood for several states, and whose client is not known to have read one of them. */
  unchecked: number;
  /** Absent when every version stood for one value. */
  ambiguity?: Ambiguity;
}

/** Pure; linear in the operations, but for sorting. */
export function checkHistory(history: History): Checked {
  const tables = newTables(history);
  const tally = new Tally();
  const recordedUntilMs = recordedUntil(history);
  const ambiguity: Ambiguity = { versions: 0, shownBy: 0, values: 0 };
  let inPart = 0;
  for (const segment of segmentsOf(history)) {
    const check: Check = { history, segment, tables, tally, recordedUntilMs };
    const states = statesOf(check);
    const tokens = tokensOf(check, states);
    addAmbiguity(check, states, ambiguity);
    if (segment.isLoose) inPart += segment.operations.length;
    else findPhantoms(check, states, tokens);
    const forest = forestOf(check, states, tokens);
    checkOrder(check, states, forest);
    checkZones(check, states, forest);
    clearTables(tables, history, segment.operations);
  }
  return {
    violations: tally.violations(),
    inPart,
    unchecked: tally.unchecked,
    ...(ambiguity.versions === 0 ? {} : { ambiguity }),
  };
}

/** k6 may cut off the last operation of a client, and then its write is seen but not recorded. */
function recordedUntil({ count, client, op, end, isFinal }: History): number {
  const lastEnd = new Map<number, number>();
  for (let at = 0; at < count; at++) {
    const who = client[at] ?? 0;
    if (who === 0 || op[at] === OP.create || isFinal[at] === 1) continue; // before and after the load
    lastEnd.set(who, Math.max(lastEnd.get(who) ?? 0, end[at] ?? 0));
  }
  return [...lastEnd.values()].reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
}
