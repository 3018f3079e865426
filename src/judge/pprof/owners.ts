/**
 * Whose a profile's values are. A stack belongs to the innermost function of the service's own code, since that is what
 * its people can change; what it calls (a library, the runtime, the kernel) is said besides. A stack without any belongs
 * to its innermost library function, and else to the runtime as a whole.
 */
import type { StoredProfile } from './decode.ts';
import type { Frame } from './frame.ts';

export interface Owner {
  kind: Frame['kind'];
  label: string;
  /** In the profile's unit. */
  value: number;
  /** The one function called by it in which more than half of this is; absent when there is none, or it is itself. */
  inside?: string;
}

/** What stands for a stack in which there is neither own code nor a library. */
type Rest = (stack: Frame[]) => Frame;

interface Tally {
  frame: Frame;
  value: number;
  byLeaf: Map<string, number>;
}

const MAX_OF_IT = 0.5;
const RUNTIME: Frame = { kind: 'runtime', label: 'the runtime itself' };

/** Owners by what is theirs alone, the largest first. */
export function ownersOf(profile: StoredProfile, type: number, rest: Rest = () => RUNTIME): Owner[] {
  const tallies = new Map<string, Tally>();
  for (const { stack, values } of profile.samples) {
    const value = values[type] ?? 0;
    const leaf = stack[0];
    if (leaf === undefined || leaf.kind === 'idle' || value <= 0) continue;
    const frame = ownerOf(stack, leaf, rest);
    const tally = tallies.get(frame.label) ?? { frame, value: 0, byLeaf: new Map() };
    tally.value += value;
    tally.byLeaf.set(leaf.label, (tally.byLeaf.get(leaf.label) ?? 0) + value);
    tallies.set(frame.label, tally);
  }
  return [...tallies.values()].map(ownerIn).sort((a, b) => b.value - a.value);
}

/** The service's own functions by what they and all that they call have, the largest first, and callers before callees. */
export function cumulativeOf(profile: StoredProfile, type: number): Owner[] {
  const owners = new Map<string, Owner>();
  for (const { stack, values } of profile.samples) {
    const value = Math.max(0, values[type] ?? 0);
    // a function that calls itself is met often, but its time is spent once
    const called = new Map(
      stack
        .filter(({ kind }) => kind === 'own')
        .map((frame) => [frame.label, frame] as const)
        .reverse(),
    );
    for (const { kind, label } of called.values()) {
      const owner = owners.get(label) ?? { kind, label, value: 0 };
      owner.value += value;
      owners.set(label, owner);
    }
  }
  return [...owners.values()].sort((a, b) => b.value - a.value);
}

/** What grew from one profile to a later one, the most first; what shrank or stayed is left out. */
export function growthOf(before: Owner[], after: Owner[]): Owner[] {
  const earlier = new Map(before.map(({ label, value }) => [label, value]));
  return after
    .map((owner) => ({ ...owner, value: owner.value - (earlier.get(owner.label) ?? 0) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
}

export function totalOf(owners: Owner[]): number {
  return owners.reduce((sum, { value }) => sum + value, 0);
}

function ownerOf(stack: Frame[], leaf: Frame, rest: Rest): Frame {
  const find = (wanted: Frame['kind']) => stack.find(({ kind }) => kind === wanted);
  const notAFunction = leaf.kind === 'threads' || leaf.kind === 'outside' ? leaf : undefined;
  return find('collector') ?? notAFunction ?? find('own') ?? find('library') ?? rest(stack);
}

function ownerIn({ frame: { kind, label }, value, byLeaf }: Tally): Owner {
  const leaf = [...byLeaf].find(([, share]) => share > MAX_OF_IT * value)?.[0];
  const isCalled = leaf !== undefined && leaf !== label && (kind === 'own' || kind === 'library');
  return { kind, label, value, ...(isCalled ? { inside: leaf } : {}) };
}
