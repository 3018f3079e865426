/** What a list of files says, in whatever form it is. Pure. */
import { parsed } from '../../shared/request/answer-value.ts';

/** What a list says of itself when another page follows, and when none does. */
const PAGED = /next|cursor|continuation|truncated|more/i;
const NEXT = /^(has|is)?_?(next|more|truncated)(_?(page|cursor|token|marker|url|link)\w*)?$/i;
const TOTAL = /total/i;
const MAX_DEPTH = 4;

export interface ReadList {
  /** One text for each entry. */
  entries: string[];
  /** What the list says of further pages; undefined when it says nothing. */
  isComplete: boolean | undefined;
  /** The number of files that the list gives as its total is that of its entries. */
  isTotal: boolean;
  /** In other text a line may come again for a reason of its own. */
  isJson: boolean;
}

/** A name may be the beginning of another. */
export function entryShows(entry: string, name: string): boolean {
  const at = entry.indexOf(name);
  return at !== -1 && !/[\w-]/.test(entry[at + name.length] ?? '');
}

/** In JSON an entry is what an array holds, with the place of that array; in other text a line. */
export function readList(text: string): ReadList {
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
