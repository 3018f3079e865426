/** What the lists that one user gets show, held against what the service had acknowledged to this user by then. Pure. */
import { entryShows, type ReadList, readList } from './list-reading.ts';

/** So many removed files are remembered, the latest. */
const MAX_REMOVED = 5;
/** Of the entries of the fullest list: one that has fewer is not full, and leaves nothing out for want of room. */
const ROOM_SHARE = 0.9;

export type ListFault = 'list_gap' | 'list_stale' | 'list_twice';

export interface Compared {
  /** Whether this list could tell anything. */
  told: boolean;
  fault?: ListFault;
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
    const entry = entries.find((each) => keys.some((key) => entryShows(each, key)));
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
  #isShort({ entries, isTotal }: ReadList): boolean {
    return isTotal ? entries.length < this.#mostEntries : entries.length + 1 < ROOM_SHARE * this.#mostEntries;
  }
}
