/** Which state follows which: a write with a condition stands right behind the state that it is based on. */

import { basesSeen } from './bases.ts';
import { OUTCOME } from './history.ts';
import { isUnseen } from './phantoms.ts';
import { addState, type Check, type States } from './states.ts';
import { baseOf, SEVERAL, stateOfToken, type Tokens } from './tokens.ts';

const NONE = -1;

export interface Forest {
  parent: Int32Array;
  child: Int32Array;
  sibling: Int32Array;
  /** A state has two successors: a write was lost, and what follows has no one order. */
  isForked: boolean;
  /** By state, once a version stood for several: what writes were based on by what their clients had read. */
  seen?: Int32Array;
}

export function forestOf(check: Check, states: States, tokens: Tokens): Forest {
  const size = states.write.length;
  const forest: Forest = {
    parent: new Int32Array(size).fill(NONE),
    child: new Int32Array(size).fill(NONE),
    sibling: new Int32Array(size).fill(NONE),
    isForked: false,
  };
  const made = states.count; // more are added on the way
  for (let state = 0; state < made; state++) {
    if (states.isPhantom[state] === 1) continue;
    const parent = check.segment.isLoose ? NONE : parentOf(check, states, tokens, forest, state);
    if (parent < 0 || parent === state) continue;
    const other = forest.child[parent] ?? NONE;
    forest.parent[state] = parent;
    forest.sibling[state] = other;
    forest.child[parent] = state;
    if (other === NONE) continue;
    forest.isForked = true;
    tellLost(check, states, tokens, other, state);
  }
  return forest;
}

/** Negative when it may have followed any. */
function parentOf(check: Check, states: States, tokens: Tokens, forest: Forest, state: number): number {
  const { history, tables } = check;
  const write = states.write[state] ?? NONE;
  const token = write === NONE ? NONE : baseOf(history, write);
  if (token === NONE) return NONE;
  const known = stateOfToken({ tables }, states, tokens, token);
  if (known === SEVERAL) return seenParent(check, states, forest, state);
  if (known !== NONE || token === 0) return known;
  // A version that no record shows: all that is known of it is who was based on it.
  const unseen = addState(states, NONE);
  tables.resolved[token] = unseen;
  return unseen;
}

/** Which of the states of its version a write was based on, by the value that its client had read. */
function seenParent(check: Check, states: States, forest: Forest, state: number): number {
  forest.seen ??= basesSeen(check, states);
  const parent = forest.seen[state] ?? NONE;
  if (parent !== NONE && states.isPhantom[parent] !== 1) return parent;
  if (check.history.outcome[states.write[state] ?? 0] === OUTCOME.ok) check.tally.unchecked++;
  return NONE;
}

/** One of them is gone. Where it cannot be told from a write that was never stored, what is proven elsewhere says which. */
function tellLost(check: Check, states: States, tokens: Tokens, a: number, b: number): void {
  const { history, tally } = check;
  const writes = [states.write[a] ?? 0, states.write[b] ?? 0];
  const [first = 0, second = 0] = writes.sort((x, y) => (history.end[x] ?? 0) - (history.end[y] ?? 0));
  const versions = writes.map((write) => history.version[write] ?? 0);
  const areToldApart = !versions.includes(0) && versions[0] !== versions[1];
  const isLikePhantom = !areToldApart && [a, b].some((state) => isUnseen(check, states, tokens, state));
  tally.add('lost-update', history.end[second] ?? 0, second, [first, second], {
    unless: isLikePhantom ? 'phantom-ack' : undefined,
    isByValue: stateOfToken(check, states, tokens, baseOf(history, second)) === SEVERAL,
  });
}
