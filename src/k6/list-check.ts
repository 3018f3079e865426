/** What the lists that one user gets show, held against what the service had acknowledged to this user by then. Pure. */
import { parsed } from '../shared/request/answer-value.ts';

/** So many removed files are remembered, the latest. */
const MAX_REMOVED = 5;
/** Of the entries of the fullest list: one that has fewer is not full, and leaves nothing out for want of room. */
const ROOM_SHARE = 0.9;
/** What a list says of itself when another page follows, and when none does. */
const PAGED = /next|cursor|continuation|truncated|more/i;
const NEXT = /^(has|is)?_?(next|more|truncated)(_?(page|cursor|token|marker|url|link)\w*)?$/i;
const TOTAL = /total/i;
const MAX_DEPTH = 4;

export type ListFault = 'list_gap' | 'list_stale' | 'list_twice';

export interface Compared {
  /** Whether this list could tell anything. */
  told: boolean;
  fault?: ListFault;
}

interface Read {
  /** One text for each entry. */
  entries: string[];
  /** What the list says of further pages; undefined when it says nothing. */
  isComplete: boolean | undefined;
  /** The number of files that the list gives as its total is that of its entries. */
  isTotal: boolean;
  /** In other text a line may come again for a reason of its own. */
  isJson: boolean;
}

export class ListCheck {
  #mostEntries = 0;
  #showsNames = false;
  /** How the latest list showed the file that was there then. */
  #alive: { name: string; entry: string } | undefined;
  #removed: { name: string; entry: string }[] = [];

  /** The service has acknowledged that this file is gone. */
  removed(name: string): void {
    if (this.#alive?.name !== name) return;
    this.#removed = [...this.#removed.slice(1 - MAX_REMOVED), this.#alive];
  }

  /**
   * @param own a file that was acknowledged before the list was asked for, and that nobody removes
   * @param linksOn a header says that there is another page
   * @param keys what a list may show the file by
   */
  compare(text: string, own: string, linksOn = false, keys = [own]): Compared {
    const read = readList(text);
    const { entries } = read;
    const entry = entries.find((each) => keys.some((key) => holds(each, key)));
    const hasRoom = !linksOn && this.#showsNames && (read.isComplete ?? this.#isShort(read));
    this.#mostEntries = Math.max(this.#mostEntries, entries.length);
    this.#alive = entry === undefined ? undefined : { name: own, entry };
    this.#showsNames ||= entry !== undefined;
    // One that is marked as removed looks otherwise than it did.
    if (this.#removed.some((gone) => entries.includes(gone.entry)))
      return { told: true, fault: 'list_stale' };
    if (entry !== undefined && read.isJson && entries.indexOf(entry) < entries.lastIndexOf(entry))
      return { told: true, fault: 'list_twice' };
    if (entry !== undefined) return { told: true };
    return hasRoom && !keys.some((key) => text.includes(key))
      ? { told: true, fault: 'list_gap' }
      : { told: false };
  }

  /** A full page has as many entries as any; where the list says how many there are in all, one fewer will do. */
  #isShort({ entries, isTotal }: Read): boolean {
    return isTotal ? entries.length < this.#mostEntries : entries.length + 1 < ROOM_SHARE * this.#mostEntries;
  }
}

/** A name may be the beginning of another. */
function holds(entry: string, name: string): boolean {
  const at = entry.indexOf(name);
  return at !== -1 && !/[\w-]/.test(entry[at + name.length] ?? '');
}

/** In JSON an entry is what an array holds, with the place of that array; in other text a line. */
function readList(text: string): Read {
  const json = parsed(text);
  if (typeof json !== 'object' || json === null)
    return { entries: text.split('\n'), isComplete: undefined, isTotal: false, isJson: false };
  const entries = entriesIn(json, '', MAX_DEPTH);
  return {
    entries,
    isComplete: saysComplete(json, entries.length, MAX_DEPTH),
    isTotal: hasTotal(json, entries.length, MAX_DEPTH),
    isJson: true,
  };
}

function entriesIn(value: unknown, place: string, depth: number): string[] {
  if (Array.isArray(value)) return value.map((entry) => `${place} ${JSON.stringify(entry)}`);
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([key, each]) => entriesIn(each, `${place}.${key}`, depth - 1));
}

/** One sign of another page counts more than any that there is none; undefined without a sign. */
function saysComplete(value: unknown, entries: number, depth: number): boolean | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) return undefined;
  const said = Object.entries(value).map(([key, each]) => {
    if (typeof each === 'object' && each !== null) return saysComplete(each, entries, depth - 1);
    if (TOTAL.test(key) && typeof each === 'number' && each > entries) return false;
    if (PAGED.test(key) && each) return false;
    return NEXT.test(key) && !each ? true : undefined;
  });
  return said.includes(false) ? false : said.includes(true) ? true : undefined;
}

function hasTotal(value: unknown, entries: number, depth: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) return false;
  return Object.entries(value).some(
    ([key, each]) => (TOTAL.test(key) && each === entries) || hasTotal(each, entries, depth - 1),
  );
}
