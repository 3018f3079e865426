/** What is looked up by the number of a text while one segment is checked, and cleared after it: no maps, no garbage. */
import { type History, OP, OUTCOME } from './history.ts';

const NONE = -1;
/** A value that several attempts may have written: nothing can be said of it. */
export const REPEATED = -2;

export interface Tables {
  /** Of a value: the attempt to write it, over the whole history. */
  writeOf: Int32Array;
  /** Of a value: its state in this segment. */
  stateOf: Int32Array;
  /** Of a version token: the first node of its list of states. */
  tokenOf: Int32Array;
  /** Of a version token: its one state, -1 none, -2 several, -3 not looked up yet. */
  resolved: Int32Array;
  /** Of a version token: the state that was first read under it. */
  shownFirst: Int32Array;
  /** Of a version token: how many applied writes are based on it. */
  successors: Int32Array;
  /** The latest begin of an applied write based on it, and of one that was refused, epoch ms. */
  lastSuccessor: Float64Array;
  lastRefused: Float64Array;
}

export const NOT_RESOLVED = -3;

export function newTables(history: History): Tables {
  const size = history.texts.count + 1;
  return {
    writeOf: writesOf(history, size),
    stateOf: new Int32Array(size).fill(NONE),
    tokenOf: new Int32Array(size).fill(NONE),
    resolved: new Int32Array(size).fill(NOT_RESOLVED),
    shownFirst: new Int32Array(size).fill(NONE),
    successors: new Int32Array(size),
    lastSuccessor: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    lastRefused: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
  };
}

export function clearTables(tables: Tables, { value, version, base }: History, operations: Int32Array): void {
  clearToken(tables, 0);
  for (const at of operations) {
    tables.stateOf[value[at] ?? 0] = NONE;
    clearToken(tables, version[at] ?? 0);
    clearToken(tables, base[at] ?? 0);
  }
}

function clearToken(tables: Tables, token: number): void {
  tables.tokenOf[token] = NONE;
  tables.resolved[token] = NOT_RESOLVED;
  tables.shownFirst[token] = NONE;
  tables.successors[token] = 0;
  tables.lastSuccessor[token] = Number.NEGATIVE_INFINITY;
  tables.lastRefused[token] = Number.NEGATIVE_INFINITY;
}

/** An attempt that was refused says nothing of a value that another has written. */
function writesOf({ count, op, outcome, value }: History, size: number): Int32Array {
  const writes = new Int32Array(size).fill(NONE);
  const hasEffect = (at: number) => outcome[at] === OUTCOME.ok || outcome[at] === OUTCOME.unknown;
  for (let at = 0; at < count; at++) {
    const text = value[at] ?? 0;
    if (text === 0 || (op[at] !== OP.write && op[at] !== OP.create)) continue;
    const known = writes[text] ?? NONE;
    if (known === NONE || (known >= 0 && !hasEffect(known))) writes[text] = at;
    else if (hasEffect(at)) writes[text] = REPEATED;
  }
  return writes;
}
