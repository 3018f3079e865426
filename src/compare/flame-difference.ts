/** By what one CPU profile differs from another (Gregg, "Differential Flame Graphs", 2014). */
import type { Flame } from '../page/data.ts';

export interface OwnChange {
  name: string;
  before: number;
  after: number;
}

/** More is not read. */
const MAX_FUNCTIONS = 15;

/**
 * The later profile, each frame with what it grew by.
 * @param factor what the earlier profile is multiplied with, so that both are of as much work.
 */
export function differenceFlame(before: Flame | undefined, after: Flame, factor: number): Flame {
  const { name, value, children } = after;
  const delta = Number((value - (before?.value ?? 0) * factor).toPrecision(4));
  if (children === undefined) return { name, value, delta };
  const earlier = new Map(before?.children?.map((child) => [child.name, child]));
  return {
    name,
    value,
    delta,
    children: children.map((child) => differenceFlame(earlier.get(child.name), child, factor)),
  };
}

/** Functions by how much their own time changed; what is gone is in no frame of the later profile, but it is here. */
export function ownChanges(before: Flame, after: Flame, factor: number): OwnChange[] {
  const [earlier, later] = [ownValues(before.children), ownValues(after.children)];
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .map((name) => ({ name, before: (earlier.get(name) ?? 0) * factor, after: later.get(name) ?? 0 }))
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .slice(0, MAX_FUNCTIONS);
}

function ownValues(flames: Flame[] = [], own = new Map<string, number>()): Map<string, number> {
  for (const { name, value, children = [] } of flames) {
    const below = children.reduce((sum, child) => sum + child.value, 0);
    own.set(name, (own.get(name) ?? 0) + Math.max(0, value - below));
    ownValues(children, own);
  }
  return own;
}
