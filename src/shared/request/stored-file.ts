/** A file that the service has, and the paths that lead to it. Pure. */
import type { ListFields } from '../../contract/contract.ts';
import { answerValue, parsed, valueAt } from './answer-value.ts';

export interface StoredFile {
  /** Ours; what its content is made from. */
  name: string;
  /** The service's; where it gives none, the name. */
  id: string;
}

/** Longer than any key, hash or UUID that services name files by. */
export const MAX_ID_CHARS = 512;

/** A shorter id may stand in a list as a size, a page or a date. */
const MIN_SURE_ID_CHARS = 8;

/** What a list may show a file by: our name, or an id that is nothing else. */
export function listKeysOf({ name, id }: StoredFile): string[] {
  return id !== name && id.length >= MIN_SURE_ID_CHARS ? [name, id] : [name];
}

/** Puts a file into a path's placeholders, percent-encoded. The path is read once: this is done for every request. */
export function pathTo(path: string): (file: StoredFile) => string {
  // Every other part is a key. Not by a regular expression: the first has k6 give a VU all that belongs to them.
  const parts = path.split('{name}').join('\0name\0').split('{id}').join('\0id\0').split('\0');
  return (file) => {
    let filled = '';
    for (let i = 0; i < parts.length; i++)
      filled += i % 2 === 0 ? parts[i] : encodeURIComponent(parts[i] === 'id' ? file.id : file.name);
    return filled;
  };
}

/** Whether an id can stand in a path: dots alone would lead elsewhere (RFC 3986 §5.2.4), half a character nowhere. */
export function fitsPath(id: string): boolean {
  return (
    id !== '.' && id !== '..' && !/[\uD800-\uDFFF]/.test(id.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, ''))
  );
}

/**
 * The entries of a list in JSON that have a name of ours and an id that no other entry has.
 * @param ownName what in the value of the name's field is our name, if anything
 */
export function filesIn(
  text: string,
  { entries = '', name, id }: ListFields,
  ownName: (text: string) => string | undefined,
): StoredFile[] {
  const list = valueAt(parsed(text), entries);
  if (!Array.isArray(list)) return [];
  const ids = new Map<string, number>();
  const files = list.flatMap((entry) => {
    const called = valueAt(entry, name);
    const own = typeof called === 'string' ? ownName(called) : undefined;
    const known = id === undefined ? own : idOf(entry, id);
    if (known !== undefined) ids.set(known, (ids.get(known) ?? 0) + 1);
    return own === undefined || known === undefined ? [] : [{ name: own, id: known }];
  });
  // The id of a folder stands in the entries of all its files.
  return id === undefined ? files : files.filter((file) => ids.get(file.id) === 1);
}

function idOf(entry: unknown, path: string): string | undefined {
  const id = answerValue({ json: path }, { body: JSON.stringify(entry), headers: {} }, MAX_ID_CHARS);
  return id !== undefined && fitsPath(id) ? id : undefined;
}
