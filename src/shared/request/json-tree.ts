/** Looks through JSON that a service sent, of which nothing is known. Bounded in depth and number. Pure. */

export interface Leaf {
  keys: string[];
  value: string | number;
}

const MAX_DEPTH = 8;
/** A list may have some thousand entries of some ten values. */
const MAX_LEAVES = 50_000;

/** Texts and whole numbers with the keys that lead there, in the order in which they stand. */
export function leavesOf(value: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (at: unknown, keys: string[]) => {
    if (leaves.length >= MAX_LEAVES) return;
    if (typeof at === 'string' || (typeof at === 'number' && Number.isSafeInteger(at)))
      leaves.push({ keys, value: at });
    else if (typeof at === 'object' && at !== null && keys.length < MAX_DEPTH)
      for (const [key, each] of Object.entries(at)) visit(each, [...keys, key]);
  };
  visit(value, []);
  return leaves;
}

/** Whether keys can be written as a dotted path. */
export function isPath(keys: string[]): boolean {
  return keys.length > 0 && keys.every((key) => key !== '' && !/[.[\]]/.test(key));
}
