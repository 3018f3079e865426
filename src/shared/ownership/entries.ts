/** What a list shows, whatever its format: its entries, each by the names and ids that it has. Pure. */
import { parsed } from '../request/answer-value.ts';
import { leavesOf } from '../request/json-tree.ts';

export interface Entry {
  /** Where it stands in the JSON; empty for what was found in other text. */
  at: string[];
  /** Names and ids, with the key that each stands under. */
  parts: { key: string; value: string }[];
}

/** Not sizes, dates and addresses: these change while a file stays what it is. */
const IS_IDENTITY = /^_?id$|_id$|[a-z]Id$|^[ug]uid$|name$|^(key|path|slug|title|file)$/i;
/** What looks like a file's name, in a page, in XML, or on a line. */
const FILE_NAMES = /[^\s"'<>=/\\]{1,255}\.[A-Za-z]\w{0,9}(?!\w)/g;

/** An entry is what the innermost array holds, or an object within others where there is no array. */
export function entriesOf(text: string): Entry[] {
  const json = parsed(text);
  if (typeof json !== 'object' || json === null)
    return (text.match(FILE_NAMES) ?? []).map((value) => ({ at: [], parts: [{ key: '', value }] }));
  const entries = new Map<string, Entry>();
  for (const { keys, value } of leavesOf(json)) {
    const index = keys.findLastIndex((key) => /^\d+$/.test(key));
    const at = keys.slice(0, index === -1 ? -1 : index + 1);
    if (at.length === 0) continue;
    const place = JSON.stringify(at);
    const entry = entries.get(place) ?? { at, parts: index === -1 ? [{ key: '', value: at.join('.') }] : [] };
    entries.set(place, entry);
    const key = keys.at(-1) ?? '';
    if (keys.length === at.length || IS_IDENTITY.test(key)) entry.parts.push({ key, value: String(value) });
  }
  return [...entries.values()].filter(({ parts }) => parts.length > 0);
}

/** Whether one of an entry's names holds this one. The service may have put something before it, such as a folder. */
export function carries({ parts }: Entry, name: string): boolean {
  return parts.some(({ value }) => value.includes(name));
}

/** Whether an entry is one of an array: an object within others may be part of any answer. */
export function isOfArray({ at }: Entry): boolean {
  return at.some((key) => /^\d+$/.test(key));
}

/** The entries that are neither ours nor within one of ours. */
export function othersIn(entries: Entry[], isOurs: (entry: Entry) => boolean): Entry[] {
  const ours = entries.filter(isOurs);
  return entries.filter((entry) => !ours.some((own) => own === entry || isWithin(entry, own)));
}

function isWithin(entry: Entry, own: Entry): boolean {
  return (
    own.at.length > 0 && entry.at.length > own.at.length && own.at.every((key, i) => entry.at[i] === key)
  );
}

/** Those of the later entries that look as one of the earlier did. */
export function alreadyIn(earlier: Entry[], later: Entry[]): Entry[] {
  const looks = new Set(earlier.map(lookOf));
  return later.filter((entry) => looks.has(lookOf(entry)));
}

/** Those of the earlier entries that the later lack, in words; of several that look alike as many as are missing. */
export function missingFrom(later: Entry[], earlier: Entry[]): string[] {
  const there = new Map<string, number>();
  for (const entry of later) there.set(lookOf(entry), (there.get(lookOf(entry)) ?? 0) + 1);
  return earlier
    .filter((entry) => {
      const left = there.get(lookOf(entry)) ?? 0;
      there.set(lookOf(entry), left - 1);
      return left <= 0;
    })
    .map(nameOf);
}

/** An entry's place changes when others go, so it is no part of how it looks. */
function lookOf({ parts }: Entry): string {
  return JSON.stringify(parts.map(({ key, value }) => (/^\d+$/.test(key) ? value : [key, value])));
}

const MAX_NAME_CHARS = 60;

function nameOf({ parts }: Entry): string {
  const name = parts.find(({ key }) => /name|title/i.test(key)) ?? parts[0];
  return (name?.value ?? '').slice(0, MAX_NAME_CHARS);
}
