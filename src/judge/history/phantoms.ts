/**
 * Acknowledged writes that nothing has ever seen, although the state that they replaced was there afterwards. They are
 * taken out of the order, or else every later read would be stale and every later write a lost update.
 */
import { OP, OUTCOME } from './history.ts';
import type { Check, States } from './states.ts';
import { NOT_RESOLVED } from './tables.ts';
import { baseOf, SEVERAL, stateOfToken, type Tokens } from './tokens.ts';

const NONE = -1;
/** States of one token that are looked at: in a store that gives all of them one token, others prove it. */
const MAX_STATES = 8;

export function findPhantoms(check: Check, states: States, tokens: Tokens): void {
  const { history, tables, tally } = check;
  const found: number[] = [];
  for (let state = 0; state < states.count; state++) {
    const write = states.write[state] ?? NONE;
    if (write === NONE || !isUnseen(check, states, tokens, state)) continue;
    const token = baseOf(history, write);
    if (token === NONE || history.op[write] === OP.remove) continue;
    const witness = witnessAgainst(check, states, tokens, write, token);
    if (witness === NONE) continue;
    const ended = history.end[write] ?? 0;
    const isReplacedAgain = (tables.lastSuccessor[token] ?? 0) > ended;
    // A store that refuses what is based on the old version has the new one, and only its readers do not see it.
    if (!isReplacedAgain && (tables.lastRefused[token] ?? 0) > ended) continue;
    const operations = [write, witness];
    tally.add(
      'phantom-ack',
      history.end[witness] ?? 0,
      witness,
      operations,
      isReplacedAgain ? {} : { unless: 'stale-read' },
    );
    found.push(state);
  }
  for (const state of found) {
    states.isPhantom[state] = 1;
    tables.resolved[history.version[states.write[state] ?? 0] ?? 0] = NOT_RESOLVED;
  }
}

/** No read shows it, and no write is based on it for certain. */
export function isUnseen({ history, tables }: Check, states: States, tokens: Tokens, state: number): boolean {
  const write = states.write[state] ?? NONE;
  if (write === NONE || states.wasRead[state] === 1 || history.outcome[write] !== OUTCOME.ok) return false;
  const version = history.version[write] ?? 0;
  if (version === 0 || tables.successors[version] === 0) return true;
  return stateOfToken({ tables }, states, tokens, version) === SEVERAL;
}

/** A read of the state that this write has replaced, begun after its acknowledgement. */
function witnessAgainst(
  { history, tables }: Check,
  states: States,
  tokens: Tokens,
  write: number,
  token: number,
): number {
  const isOne = stateOfToken({ tables }, states, tokens, token) !== SEVERAL;
  let node = tables.tokenOf[token] ?? NONE;
  for (let looked = 0; node !== NONE && looked < MAX_STATES; looked++) {
    const state = tokens.state[node] ?? 0;
    node = tokens.next[node] ?? NONE;
    const last = states.beginOf[state] ?? NONE;
    if (states.wasRead[state] !== 1 || last === NONE || history.op[last] !== OP.read) continue;
    // Of several states with this token it is one that surely was there before this write.
    const wasBefore = isOne || (states.end[state] ?? 0) < (history.begin[write] ?? 0);
    if (wasBefore && (states.begin[state] ?? 0) > (history.end[write] ?? 0)) return last;
  }
  return NONE;
}
