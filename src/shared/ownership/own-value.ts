/** Where in an answer that tells of several files ours is. Pure. */
import { leavesOf } from '../request/json-tree.ts';

/**
 * The path with the index of the file's entry in place wherever it leads through an array: of several entries the one that
 * carries the file's name, whichever index the path has, since the first or the last may be somebody else's.
 * @returns undefined where not exactly one entry can be the file's
 */
export function ownPath(value: unknown, path: string, name: string): string | undefined {
  const keys: string[] = [];
  let at = value;
  for (const key of path.replace(/\[(\d+)\]/g, '.$1').split('.')) {
    if (key === '') continue;
    if (Array.isArray(at)) {
      const index = ownIndex(at, name);
      if (index === undefined) return undefined;
      keys.push(String(index));
      at = at[index];
      if (/^\d+$/.test(key)) continue;
    }
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    keys.push(key);
    at = (at as Record<string, unknown>)[key];
  }
  return keys.join('.');
}

/** One entry alone need not carry the name. */
export function ownIndex(entries: unknown[], name: string): number | undefined {
  if (entries.length === 1) return 0;
  const own = entries.flatMap((entry, index) => (hasName(entry, name) ? [index] : []));
  return own.length === 1 ? own[0] : undefined;
}

/** Whether a text anywhere in a JSON value holds the name. */
export function hasName(value: unknown, name: string): boolean {
  return leavesOf(value).some((leaf) => typeof leaf.value === 'string' && leaf.value.includes(name));
}
