/** A stored profile as a flame graph: stacks that begin alike share their frames. */
import type { StoredProfile } from '../../judge/pprof/decode.ts';
import type { Flame } from '../../page/data.ts';

/** Frames below this share of the whole are a pixel or two wide on most screens; their parent keeps their value. */
const MIN_SHARE = 0.002;
/** Deeper stacks are recursion, and nobody reads them. */
const MAX_DEPTH = 100;

interface Node {
  value: number;
  children: Map<string, Node>;
}

/** @param scale turns a value of the profile into the flame's unit. Undefined without a single sample of this type. */
export function flameOf(profile: StoredProfile, type: string, scale: number): Flame | undefined {
  const root = treeOf(profile, type, scale);
  return root.value > 0 ? prune('all', root, MIN_SHARE * root.value) : undefined;
}

/** What grew between two profiles; what shrank is left out. */
export function growthFlameOf(
  before: StoredProfile,
  after: StoredProfile,
  type: string,
  scale: number,
): Flame | undefined {
  const grown = grownIn(treeOf(after, type, scale), treeOf(before, type, scale));
  return grown.value > 0 ? prune('all', grown, MIN_SHARE * grown.value) : undefined;
}

function treeOf({ types, samples }: StoredProfile, type: string, scale: number): Node {
  const root: Node = { value: 0, children: new Map() };
  const index = types.indexOf(type);
  for (const { stack, values } of samples) {
    const value = (values[index] ?? 0) * scale;
    // Idle time is no work, and would be most of the picture.
    if (!(value > 0) || stack[0]?.kind === 'idle') continue;
    root.value += value;
    let node = root;
    for (const { label } of stack.slice(-MAX_DEPTH).reverse()) {
      const child = node.children.get(label) ?? { value: 0, children: new Map() };
      child.value += value;
      node.children.set(label, child);
      node = child;
    }
  }
  return root;
}

function grownIn(after: Node, before: Node | undefined): Node {
  const children = new Map<string, Node>();
  let below = 0;
  for (const [label, child] of after.children) {
    const grown = grownIn(child, before?.children.get(label));
    if (grown.value <= 0) continue;
    children.set(label, grown);
    below += grown.value;
  }
  const own = ownValue(after) - (before === undefined ? 0 : ownValue(before));
  return { value: below + Math.max(0, own), children };
}

function ownValue({ value, children }: Node): number {
  return [...children.values()].reduce((left, child) => left - child.value, value);
}

function prune(name: string, { value, children }: Node, least: number): Flame {
  const kept = [...children]
    .filter(([, child]) => child.value >= least)
    .map(([label, child]) => prune(label, child, least))
    .sort((a, b) => b.value - a.value);
  return { name, value: Number(value.toPrecision(4)), ...(kept.length === 0 ? {} : { children: kept }) };
}
