/** What the read scenarios do: lay files out before the load, then list and download them. */

import { listKeysOf } from '../shared/request/stored-file.ts';
import { layOutEach } from './border/laying-out.ts';
import { download, list, listText, ownName, removeOwn, type StoredFile, upload } from './files/files.ts';
import { compareLists, shownIn } from './lists/listing.ts';
import { routes } from './parameters.ts';
import type { Work } from './program.ts';
import { isOnlyRead } from './read-only.ts';
import { type Known, knownAt, listedPaths, readKnown } from './read-paths.ts';

const FILE_BYTES = 100 * 1024;
/** The last are laid out after a first look at the list, to see whether it has room for more. */
const FIRST_FILES = 90;
const LAST_FILES = 10;
/** A slow service gets fewer files. */
const MAX_SEEDING_MS = 60_000;

/** Every VU has a copy, in which a text takes a tenth of what an object does. */
interface Seeded {
  names: string[];
  /** Those of the service's own, by the place of their names; absent where the names are all there is. */
  ids?: string[];
  /** Whether the service has taken these files. */
  acknowledged: boolean;
  /** Names, or the ids that a list shows instead, of those that every list must show, none when it showed none; absent: all names. */
  listed?: string[];
}

/** Files that were laid out before, or what is there, where the target file names it. */
interface Prepared {
  seeded?: Seeded;
  known?: Known[];
}

export const readWork: Work<Prepared> = {
  prepare: () => (isOnlyRead ? { known: knownAt(routes.read ?? listedPaths()) } : { seeded: prepare() }),
  iterate({ seeded, known }) {
    if (known !== undefined) readKnown(known);
    else if (seeded !== undefined) readSeeded(seeded);
  },
  cleanup({ seeded }) {
    if (seeded !== undefined) removeOwn(seeded.acknowledged ? filesOf(seeded) : []);
  },
};

function readSeeded({ names, ids = names, acknowledged, listed = names }: Seeded): void {
  list(listed);
  const at = Math.floor(Math.random() * names.length);
  const [name, id] = [names[at], ids[at]];
  if (name !== undefined && id !== undefined) download({ name, id }, FILE_BYTES, acknowledged);
}

function filesOf({ names, ids = names }: Seeded): StoredFile[] {
  return names.map((name, at) => ({ name, id: ids[at] ?? name }));
}

/** A service that takes no files is asked for them all the same: that they are missing is its failure, and counted. */
function prepare(): Seeded {
  const endMs = Date.now() + MAX_SEEDING_MS;
  const inTime = () => Date.now() < endMs;
  const names = Array.from({ length: FIRST_FILES + LAST_FILES }, (_, index) => ownName(`seed-${index}`));
  const first = layOut(names.slice(0, FIRST_FILES), FILE_BYTES, inTime);
  if (first.length === 0) return { names, acknowledged: false, listed: [] };
  const text = listText();
  const keysOf = showsIds(text, first) ? (files: StoredFile[]) => files.map(({ id }) => id) : namesOf;
  const earlier = { names: keysOf(first), text };
  const all = [...first, ...layOut(names.slice(FIRST_FILES), FILE_BYTES, inTime)];
  const { shown, missing } = compareLists(earlier, { names: keysOf(all), text: listText() });
  // A file that is gone is no fault of the list.
  const isThere = (file: StoredFile) =>
    keysOf([file]).some((key) => missing.includes(key)) && inTime() && download(file, FILE_BYTES);
  const listed = [...shown, ...keysOf(all.filter(isThere))];
  return {
    names: namesOf(all),
    ...(all.some(({ name, id }) => id !== name) ? { ids: all.map(({ id }) => id) } : {}),
    acknowledged: true,
    ...(listed.length === all.length && keysOf === namesOf ? {} : { listed }),
  };
}

/**
 * Uploads these files one after the other.
 * @param inTime whether there is time for another
 * @returns those that the service has acknowledged
 */
function layOut(names: string[], sizeBytes: number, inTime: () => boolean): StoredFile[] {
  return layOutEach(names, (name) => (inTime() ? upload(name, sizeBytes) : 'enough'));
}

/** A service that gives ids need not keep our names. */
function showsIds(text: string, files: StoredFile[]): boolean {
  return (
    shownIn(text, namesOf(files)).length === 0 &&
    files.some((file) => shownIn(text, listKeysOf(file)).length > 0)
  );
}

function namesOf(files: StoredFile[]): string[] {
  return files.map(({ name }) => name);
}
