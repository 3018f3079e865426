/** Versions that reads have shown with different values: they cannot tell one update from the next. */
import { OP, OUTCOME } from './history.ts';
import type { Check, States } from './states.ts';

const NONE = -1;

export interface Ambiguity {
  /** So many versions of a key stood for several values. */
  versions: number;
  /** A read of the one that stood for the most, and for how many. */
  shownBy: number;
  values: number;
}

/** Adds what a segment shows; after a removal versions may begin again. */
export function addAmbiguity({ history, segment, tables }: Check, states: States, found: Ambiguity): void {
  if (segment.isLoose) return;
  const several = new Map<number, { at: number; states: Set<number> }>();
  for (let place = 0; place < segment.operations.length; place++) {
    const at = segment.operations[place] ?? 0;
    const [state, version] = [states.of[place] ?? NONE, history.version[at] ?? 0];
    if (state === NONE || version === 0 || history.op[at] !== OP.read || history.outcome[at] !== OUTCOME.ok)
      continue;
    const first = tables.shownFirst[version] ?? NONE;
    if (first === NONE) tables.shownFirst[version] = state;
    else if (first !== state) {
      const known = several.get(version);
      if (known === undefined) several.set(version, { at, states: new Set([first, state]) });
      else known.states.add(state);
    }
  }
  for (const { at, states: shown } of several.values()) {
    found.versions++;
    if (shown.size <= found.values) continue;
    found.values = shown.size;
    found.shownBy = at;
  }
}
