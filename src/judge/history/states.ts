/**
 * The states that a key went through: each value is written once, so that a value is a state, with the write that made
 * it and the reads that saw it (the clusters of Gibbons and Korach, "Testing shared memories", SIAM J. Comput. 1997).
 */
import { type History, OP, OUTCOME } from './history.ts';
import type { Segment } from './segments.ts';
import { REPEATED, type Tables } from './tables.ts';
import type { Tally } from './tally.ts';

const NONE = -1;

export interface States {
  count: number;
  /** Of an operation, by its place in the segment: the state it made or saw; -1 when it says nothing. */
  of: Int32Array;
  /** Of a state: the write that made it; -1 when none is recorded. */
  write: Int32Array;
  wasRead: Uint8Array;
  /** Of a state: the earliest end of its operations and the latest begin, epoch ms, and which those are. */
  end: Float64Array;
  endOf: Int32Array;
  begin: Float64Array;
  beginOf: Int32Array;
  /** The state that the segment begins with: nothing there, or a value that was there before; -1 unknown. */
  initial: number;
  /** A write that was acknowledged and that nothing has ever seen; it is in no order. */
  isPhantom: Uint8Array;
}

/** What a segment is checked with. */
export interface Check {
  history: History;
  segment: Segment;
  tables: Tables;
  tally: Tally;
  /** Until then every write of every client is recorded, epoch ms: the last one of a client may be cut off. */
  recordedUntilMs: number;
}

export function statesOf(check: Check): States {
  const { history, segment, tables } = check;
  const { operations } = segment;
  const states = emptyStates(operations.length);
  if (segment.startsAbsent && !segment.isLoose) states.initial = addState(states, NONE);
  for (let place = 0; place < operations.length; place++) {
    const at = operations[place] ?? 0;
    if (history.op[at] === OP.read || history.outcome[at] !== OUTCOME.ok) continue;
    if (history.op[at] === OP.remove && (history.base[at] === 0 || segment.isLoose)) continue;
    const value = history.value[at] ?? 0;
    if (value !== 0 && tables.writeOf[value] !== at) continue;
    const state = addState(states, at);
    if (value !== 0) tables.stateOf[value] = state;
    states.of[place] = state;
    note(states, state, at, history);
  }
  for (let place = 0; place < operations.length; place++) {
    const at = operations[place] ?? 0;
    if (history.op[at] !== OP.read || history.outcome[at] !== OUTCOME.ok) continue;
    const state = stateRead(check, states, at);
    states.of[place] = state;
    if (state === NONE) continue;
    states.wasRead[state] = 1;
    note(states, state, at, history);
  }
  return states;
}

/** The beginning and the end of a state, as far as this operation shows them. */
function note(states: States, state: number, at: number, { begin, end }: History): void {
  const [began, ended] = [begin[at] ?? 0, end[at] ?? 0];
  if (ended < (states.end[state] ?? 0)) {
    states.end[state] = ended;
    states.endOf[state] = at;
  }
  if (began > (states.begin[state] ?? 0)) {
    states.begin[state] = began;
    states.beginOf[state] = at;
  }
}

function stateRead(check: Check, states: States, at: number): number {
  const { history, tables, segment } = check;
  const value = history.value[at] ?? 0;
  if (value === 0) {
    const isBefore = (history.end[at] ?? 0) < (segment.removedFromMs ?? Number.POSITIVE_INFINITY);
    return history.version[at] === 0 && segment.startsAbsent && isBefore ? states.initial : NONE;
  }
  const known = tables.stateOf[value] ?? NONE;
  if (known !== NONE) return known;
  const write = tables.writeOf[value] ?? NONE;
  if (write === REPEATED) return NONE;
  const isOurs = write !== NONE && history.key[write] === history.key[at];
  const state = isOurs ? stateOfWrite(check, states, at, write) : stateOfNobody(check, states, at);
  if (state !== NONE) tables.stateOf[value] = state;
  return state;
}

/** Of a write whose outcome the client never learned, applied as we see now; or one that cannot be seen here. */
function stateOfWrite({ history, segment, tally }: Check, states: States, at: number, write: number): number {
  const { outcome, begin, end } = history;
  if (outcome[write] === OUTCOME.unknown) {
    const state = addState(states, write);
    // It may have been applied at any time from its begin on.
    states.begin[state] = begin[write] ?? 0;
    states.beginOf[state] = write;
    return state;
  }
  const { removal } = segment;
  const isFromBefore = removal !== undefined && (end[write] ?? 0) <= (begin[removal] ?? 0);
  if (outcome[write] === OUTCOME.ok && isFromBefore)
    tally.add('stale-read', end[at] ?? 0, at, [write, removal, at]);
  else tally.add('invented-value', end[at] ?? 0, at, [write, at]);
  return NONE;
}

/** The value that was there before the history began, or that of a write which was cut off, or one that nobody wrote. */
function stateOfNobody(
  { history, segment, tally, recordedUntilMs }: Check,
  states: States,
  at: number,
): number {
  if (!segment.startsAbsent && segment.removal === undefined && states.initial === NONE) {
    states.initial = addState(states, NONE);
    return states.initial;
  }
  if ((history.end[at] ?? 0) >= recordedUntilMs) return addState(states, NONE);
  tally.add('invented-value', history.end[at] ?? 0, at, [at]);
  return NONE;
}

export function addState(states: States, write: number): number {
  const state = states.count++;
  states.write[state] = write;
  return state;
}

/** A state for each operation, one to begin with, and one for each version that is only known as the base of a write. */
function emptyStates(operations: number): States {
  const most = 2 * operations + 1;
  return {
    count: 0,
    of: new Int32Array(operations).fill(NONE),
    write: new Int32Array(most),
    wasRead: new Uint8Array(most),
    end: new Float64Array(most).fill(Number.POSITIVE_INFINITY),
    endOf: new Int32Array(most).fill(NONE),
    begin: new Float64Array(most).fill(Number.NEGATIVE_INFINITY),
    beginOf: new Int32Array(most).fill(NONE),
    initial: NONE,
    isPhantom: new Uint8Array(most),
  };
}
