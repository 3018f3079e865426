/** Which files a list must show, whatever its format and however many files it shows at most. */

/** What a list said, and the files of ours that the service had acknowledged by then. */
export interface Listing {
  names: string[];
  text: string;
}

/** Those of the names that stand in a list. Plain text search: none of our names is part of another. */
export function shownIn(text: string, names: string[]): string[] {
  return names.filter((name) => text.includes(name));
}

/**
 * The files that the later of two lists shows, and those that it should: they were acknowledged before the earlier one,
 * neither shows them, and the earlier had room. It had if the text grew by at least the names that are new in the later:
 * then nothing made way for them. A list that was full, because it comes in pages, keeps its length.
 */
export function compareLists(earlier: Listing, later: Listing): { shown: string[]; missing: string[] } {
  const shown = shownIn(later.text, later.names);
  const fresh = shown.filter((name) => !earlier.text.includes(name));
  const grown = later.text.length - earlier.text.length;
  const hadRoom = fresh.length > 0 && grown >= fresh.join('').length;
  const isMissing = (name: string) => !earlier.text.includes(name) && !later.text.includes(name);
  return { shown, missing: hadRoom ? earlier.names.filter(isMissing) : [] };
}
