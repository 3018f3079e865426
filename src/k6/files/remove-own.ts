import { filesIn, type StoredFile } from '../../shared/request/stored-file.ts';
import { routes } from '../parameters.ts';
import { isOurs } from './is-ours.ts';
import { listText } from './list.ts';
import { ownNamesIn } from './own-name.ts';
import { isById } from './removal-route.ts';
import { remove, removes } from './remove.ts';

/** Bounds the clean-up of a folder that other people fill too. */
const MAX_LIST_PAGES = 500;

const fields = typeof routes.list === 'string' ? undefined : routes.list?.json;
/** Where files have ids of the service's own, a list must tell them, or it does not say what to remove. */
const listTells = routes.list !== undefined && (routes.upload?.id === undefined || fields?.id !== undefined);

/**
 * Removes what the run left on the service: every listed file that carries its prefix.
 * @param known files that are there for sure; needed where the list does not tell ids
 */
export function removeOwn(known: StoredFile[] = []): void {
  if (!removes) return;
  if (!listTells) {
    removeKnown(known);
    return;
  }
  const done = new Set<string>();
  for (let page = 0; page < MAX_LIST_PAGES; page++) {
    // What stays in the list although it was removed, marked as such, is not removed again.
    const files = ownFiles().filter(({ name }) => !done.has(name));
    if (files.length === 0) return;
    const removed = files.filter((file) => remove(file, true));
    for (const { name } of removed) done.add(name);
    if (removed.length === 0) {
      console.warn(`${files.length} files of this run are left on the service: it does not remove them`);
      return;
    }
  }
  console.warn('more files of this run are left on the service: its list does not end');
}

/** The list's format is the target's own affair; our names are recognisable in any of them. */
function ownFiles(): StoredFile[] {
  const text = listText();
  if (fields !== undefined) return filesIn(text, fields, ownNameAtEnd);
  return ownNamesIn(text).map((name) => ({ name, id: name }));
}

/** What others call a copy of ours, such as `….bin.bak`, is theirs. */
function ownNameAtEnd(called: string): string | undefined {
  const [name] = ownNamesIn(called);
  return name !== undefined && called.endsWith(name) ? name : undefined;
}

/** Ids that were given before the load may be those of other files by now. */
function removeKnown(known: StoredFile[]): void {
  for (const file of known) if (!isById || isOurs(file)) remove(file);
  const left = routes.list === undefined ? [] : ownNamesIn(listText());
  if (left.length > 0)
    console.warn(
      `${left.length} files of this run are left on the service: its list does not include their ids; say in routes.list.json of the target file where they are`,
    );
}
