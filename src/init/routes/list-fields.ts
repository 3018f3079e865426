/** Where a list in JSON has its entries, and an entry a file's name and id: found by looking for a file that is there. Pure. */
import type { ListFields } from '../../contract/contract.ts';
import { parsed } from '../../shared/request/answer-value.ts';
import { isPath, type Leaf, leavesOf } from '../../shared/request/json-tree.ts';

/** Undefined when the text is no JSON, or shows the file in no array of objects. */
export function listFields(text: string, name: string, id: string): ListFields | undefined {
  const leaves = leavesOf(parsed(text));
  const places = leaves.filter(({ value }) => typeof value === 'string' && value.includes(name));
  // The name itself says more than a path or an address that holds it.
  const exact = places.filter(({ value }) => value === name);
  for (const { keys } of [...exact, ...places]) {
    const at = arrayIndex(keys);
    if (at === undefined) continue;
    const [entries, own] = [keys.slice(0, at), keys.slice(at + 1)];
    if (!isPath(own) || (entries.length > 0 && !isPath(entries))) continue;
    return {
      ...(entries.length === 0 ? {} : { entries: entries.join('.') }),
      name: own.join('.'),
      ...idField(leaves, keys.slice(0, at + 1), name, id),
    };
  }
  return undefined;
}

/** The innermost array that the keys lead through; its entry must be an object. */
function arrayIndex(keys: string[]): number | undefined {
  const at = keys.findLastIndex((key) => /^\d+$/.test(key));
  return at === -1 || at === keys.length - 1 ? undefined : at;
}

function idField(leaves: Leaf[], entry: string[], name: string, id: string): { id?: string } {
  if (id === name) return {};
  const found = leaves.find(
    ({ keys, value }) =>
      String(value) === id &&
      entry.every((key, index) => keys[index] === key) &&
      isPath(keys.slice(entry.length)),
  );
  return found === undefined ? {} : { id: found.keys.slice(entry.length).join('.') };
}
