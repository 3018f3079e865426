/**
 * Chains of states whose order among each other nobody told (writes without a condition, versions that nobody showed).
 * Each chain is there in one piece. One that must reach from its earliest end to its latest begin has a forward zone;
 * one that fits into a moment has a backward zone. They have an order exactly when no forward zones overlap and no
 * backward zone lies inside a forward one (Gibbons and Korach 1997, section 4, with chains in place of single writes).
 */
import type { Forest } from './forest.ts';
import { OUTCOME } from './history.ts';
import type { Check, States } from './states.ts';

const NONE = -1;

interface Zone {
  /** Earliest end and latest begin, epoch ms, and whose they are. */
  end: number;
  endOf: number;
  begin: number;
  beginOf: number;
}

export function checkZones(check: Check, states: States, forest: Forest): void {
  // A fork is told already, and two branches are in one piece no more; nor is a chain whose links only clients saw.
  if (forest.isForked || forest.seen !== undefined) return;
  const zones = zonesOf(states, forest);
  if (zones.length < 2) return;
  const forward = zones.filter(({ begin, end }) => end < begin).sort((a, b) => a.end - b.end);
  const overlapping = forward.findIndex(({ end }, index) => end < (forward[index - 1]?.begin ?? end));
  const [before, after] = [forward[overlapping - 1], forward[overlapping]];
  if (before !== undefined && after !== undefined) {
    tellOverlap(check, before, after);
    return;
  }
  for (const zone of zones) {
    if (zone.end < zone.begin) continue;
    const around = forward[lastBefore(forward, zone.begin)];
    if (around === undefined || zone.end >= around.begin) continue;
    tellInside(check, states, around, zone);
    return;
  }
}

function zonesOf(states: States, { parent, child }: Forest): Zone[] {
  const zones: Zone[] = [];
  for (let root = 0; root < states.count; root++) {
    if (parent[root] !== NONE || states.isPhantom[root] === 1) continue;
    const zone: Zone = {
      end: Number.POSITIVE_INFINITY,
      endOf: NONE,
      begin: Number.NEGATIVE_INFINITY,
      beginOf: NONE,
    };
    for (let state = root; state !== NONE; state = child[state] ?? NONE) {
      if ((states.end[state] ?? 0) < zone.end) {
        zone.end = states.end[state] ?? 0;
        zone.endOf = states.endOf[state] ?? NONE;
      }
      if ((states.begin[state] ?? 0) > zone.begin) {
        zone.begin = states.begin[state] ?? 0;
        zone.beginOf = states.beginOf[state] ?? NONE;
      }
    }
    if (zone.beginOf === NONE) continue; // nothing but a name
    if (root === states.initial) zone.end = Number.NEGATIVE_INFINITY; // nothing comes before it
    zones.push(zone);
  }
  return zones;
}

/** The last forward zone that ends before a moment; they do not overlap, so no other can lie around it. */
function lastBefore(forward: Zone[], moment: number): number {
  let [low, high] = [0, forward.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((forward[middle]?.end ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function tellOverlap({ history, tally }: Check, a: Zone, b: Zone): void {
  const last = a.begin > b.begin ? a : b;
  const story = [a.endOf, b.endOf, a.beginOf, b.beginOf];
  tally.add('stale-read', history.end[last.beginOf] ?? 0, last.beginOf, storyOf(story));
}

/** One that nothing has seen besides its own client was acknowledged and not stored. */
function tellInside({ history, tally }: Check, states: States, around: Zone, inside: Zone): void {
  const write = inside.endOf;
  const isAlone =
    inside.beginOf === write && states.write.includes(write) && history.outcome[write] === OUTCOME.ok;
  const story = storyOf([around.endOf, inside.endOf, inside.beginOf, around.beginOf]);
  tally.add(isAlone ? 'phantom-ack' : 'stale-read', history.end[around.beginOf] ?? 0, around.beginOf, story);
}

function storyOf(operations: number[]): number[] {
  return [...new Set(operations)].filter((at) => at !== NONE);
}
