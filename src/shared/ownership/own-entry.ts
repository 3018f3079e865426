/** Whether a record or a list shows that something is our file. Pure. */
import { parsed } from '../request/answer-value.ts';
import { leavesOf } from '../request/json-tree.ts';
import { carries, type Entry, othersIn } from './entries.ts';

/**
 * Whether a text is the JSON record of this file: our name stands in it, in no array, and no other does so nearer to its top. A
 * folder's record has the names of its files in an array, or below its own.
 */
export function isOwnRecord(text: string, name: string): boolean {
  const single = leavesOf(parsed(text)).filter(({ keys }) => !keys.some((key) => /^\d+$/.test(key)));
  const own = single.find(({ value }) => typeof value === 'string' && value.includes(name));
  if (own === undefined) return false;
  const alike = single.filter(({ keys }) => keys.at(-1) === own.keys.at(-1));
  const top = Math.min(...alike.map(({ keys }) => keys.length));
  return alike.some(
    ({ keys, value }) => keys.length === top && typeof value === 'string' && value.includes(name),
  );
}

/**
 * Whether a list shows the id in the entry that carries our name, and in no other; undefined where it does not show it at all.
 * The id of a folder stands in the entries of all its files.
 */
export function ownIdShown(entries: Entry[], name: string, id: string): boolean | undefined {
  const own = entries.filter((entry) => carries(entry, name));
  const others = othersIn(entries, (entry) => carries(entry, name));
  const keys = own.flatMap(({ parts }) => parts.filter(({ value }) => value === id)).map(({ key }) => key);
  if (keys.length === 0) return others.some((entry) => hasPart(entry, id, IS_ID)) ? false : undefined;
  return !others.some((entry) => hasPart(entry, id, (key) => keys.includes(key)));
}

/** Whether entries have it for their id. */
export function isIdOf(entries: Entry[], id: string): boolean {
  return entries.some((entry) => hasPart(entry, id, IS_ID));
}

/** Those by which entries are called. A list of nothing but ids has them under numbers. */
export function idsOf(entries: Entry[]): string[] {
  return entries.flatMap(({ parts }) => parts.filter(({ key }) => IS_ID(key)).map(({ value }) => value));
}

const IS_ID = (key: string) => /^(_?id|[ug]uid|key|slug|file_?id|\d+)$/i.test(key);

function hasPart({ parts }: Entry, wanted: string, isMeant: (key: string) => boolean): boolean {
  return parts.some(({ key, value }) => value === wanted && isMeant(key));
}
