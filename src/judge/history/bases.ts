/**
 * What each write was based on by value: the state that its client had last seen under the version that the write names.
 * Where one version stands for several states (timestamps in seconds, a hash of a part) only this tells which was meant.
 */
import { OP, OUTCOME } from './history.ts';
import type { Check, States } from './states.ts';

const NONE = -1;

interface Seen {
  version: number;
  /** -1 when it cannot be told. */
  state: number;
}

/** By the state that the write made; -1 where its client had seen none of that version. Operations of a client are in order. */
export function basesSeen({ history, segment, tables }: Check, states: States): Int32Array {
  const { client, op, base, value, version, outcome } = history;
  const bases = new Int32Array(states.write.length).fill(NONE);
  const lastSeen = new Map<number, Seen>();
  for (let place = 0; place < segment.operations.length; place++) {
    const at = segment.operations[place] ?? 0;
    const who = client[at] ?? 0;
    const isRead = op[at] === OP.read;
    const state = states.of[place] ?? NONE;
    if (!isRead) {
      const made = state === NONE ? (tables.stateOf[value[at] ?? 0] ?? NONE) : state;
      const seen = lastSeen.get(who);
      if (made !== NONE && states.write[made] === at && base[at] !== 0 && seen?.version === base[at])
        bases[made] = seen?.state ?? NONE;
    }
    if (outcome[at] === OUTCOME.ok && version[at] !== 0)
      lastSeen.set(who, { version: version[at] ?? 0, state });
    // It knows what it has written, or may have, and not under which version.
    else if (!isRead && (outcome[at] === OUTCOME.ok || outcome[at] === OUTCOME.unknown)) lastSeen.delete(who);
  }
  return bases;
}
