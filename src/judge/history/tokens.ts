/** Version tokens of a segment: which states have shown them, and which writes are based on them. Token 0 is "nothing there". */
import { OP, OUTCOME } from './history.ts';
import type { Check, States } from './states.ts';
import { NOT_RESOLVED } from './tables.ts';

const NONE = -1;
/** A token stands for several states. */
export const SEVERAL = -2;

/** Lists of states by token: nodes that point at the next one. */
export interface Tokens {
  count: number;
  state: Int32Array;
  next: Int32Array;
}

export function tokensOf({ history, segment, tables }: Check, states: States): Tokens {
  const { operations } = segment;
  const size = operations.length + 1;
  const tokens: Tokens = { count: 0, state: new Int32Array(size), next: new Int32Array(size) };
  const latest = new Int32Array(2 * size);
  const add = (token: number, state: number) => {
    tokens.state[tokens.count] = state;
    tokens.next[tokens.count] = tables.tokenOf[token] ?? NONE;
    tables.tokenOf[token] = tokens.count++;
    latest[state] = token;
  };
  if (segment.startsAbsent && states.initial !== NONE) add(0, states.initial);
  for (let place = 0; place < operations.length; place++) {
    const at = operations[place] ?? 0;
    const [state, token] = [states.of[place] ?? NONE, history.version[at] ?? 0];
    if (state !== NONE && token !== 0 && latest[state] !== token) add(token, state);
  }
  countSuccessors({ history, segment, tables }, states);
  return tokens;
}

/** The one state that a token stands for; -1 when none is known, -2 when there are several (versions begin again). */
export function stateOfToken(
  check: Pick<Check, 'tables'>,
  states: States,
  tokens: Tokens,
  token: number,
): number {
  const known = check.tables.resolved[token] ?? NONE;
  if (known !== NOT_RESOLVED) return known;
  let found = NONE;
  for (let node = check.tables.tokenOf[token] ?? NONE; node !== NONE; node = tokens.next[node] ?? NONE) {
    const state = tokens.state[node] ?? 0;
    if (states.isPhantom[state] === 1 || state === found) continue;
    found = found === NONE ? state : SEVERAL;
    if (found === SEVERAL) break;
  }
  check.tables.resolved[token] = found;
  return found;
}

/** The token that a write is based on: that of nothing for a create, -1 when it has no condition. */
export function baseOf({ op, base }: Check['history'], at: number): number {
  const token = base[at] ?? 0;
  return token === 0 && op[at] !== OP.create ? NONE : token;
}

function countSuccessors(
  { history, segment, tables }: Pick<Check, 'history' | 'segment' | 'tables'>,
  states: States,
) {
  for (const at of segment.operations) {
    const token = baseOf(history, at);
    if (token === NONE || history.outcome[at] !== OUTCOME.conflict) continue;
    tables.lastRefused[token] = Math.max(tables.lastRefused[token] ?? 0, history.begin[at] ?? 0);
  }
  for (let state = 0; state < states.count; state++) {
    const at = states.write[state] ?? NONE;
    const token = at === NONE ? NONE : baseOf(history, at);
    if (token === NONE) continue;
    tables.successors[token] = (tables.successors[token] ?? 0) + 1;
    tables.lastSuccessor[token] = Math.max(tables.lastSuccessor[token] ?? 0, history.begin[at] ?? 0);
  }
}
