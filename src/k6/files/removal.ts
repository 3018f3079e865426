/**
 * Nothing is removed that is not ours. Once before the first removal it is looked whether the route takes our file and nothing
 * else; under load, where a look for every removal would be a load of its own, only at an id that looks wrong.
 */
import exec from 'k6/execution';
import type { StoredFile } from '../../shared/request/stored-file.ts';
import { isLoad } from '../load-vu.ts';
import { isOurs } from './is-ours.ts';
import { removalKnown } from './removal-known.ts';
import { isAimed, isById } from './removal-route.ts';

/** An id that comes back later than this many files of a VU is not noticed; all of a long load would fill k6's memory. */
const MAX_REMEMBERED = 1000;

let isTold = false;
let isShown = false;
/** Absent where names are ids: the first Set and Map of a VU make k6 set up all that belongs to them, 20 KiB. */
const ids = isById
  ? {
      before: new Set<string>(),
      /** Names by id. */
      remembered: new Map<string, string>(),
      /** Given for more than one of our files: that of a folder, or one that is used again. */
      twice: new Set<string>(),
    }
  : undefined;

/** Remembers which file the service gave an id. */
export function rememberId({ name, id }: StoredFile): void {
  if (ids === undefined) return;
  recall();
  const { remembered, twice } = ids;
  if ((remembered.get(id) ?? name) !== name) twice.add(id);
  remembered.set(id, name);
  if (remembered.size <= MAX_REMEMBERED) return;
  for (const oldest of remembered.keys()) {
    remembered.delete(oldest);
    twice.delete(oldest);
    break;
  }
}

/**
 * @param isListed a list has just shown the id in the entry that carries the file's name
 * @returns whether it may be removed
 * @throws when nothing shows whose it is; under load the whole test ends when it is shown to be somebody else's
 */
export function mayRemove(file: StoredFile, isListed = false): boolean {
  recall();
  const wasThere = ids?.before.has(file.id) ?? false;
  if (!wasThere && ((isListed && isAimed(file)) || (isShown && !ids?.twice.has(file.id)))) return true;
  const shown = !wasThere && isOurs(file);
  if (shown === true) {
    isShown = true;
    return true;
  }
  const text = refusal(file, wasThere ? 'the list had it before the run' : undefined);
  if (shown === false && isLoad()) exec.test.abort(text);
  if (isLoad()) throw new Error(text);
  console.warn(text);
  return false;
}

/** Why a file stays, in a sentence. */
export function refusal({ name, id }: StoredFile, why = 'nothing shows that it is this file'): string {
  const what = isById ? `the id ${JSON.stringify(id.slice(0, 64))} that the upload gave` : 'this name';
  return `remove: ${name} is left on the service, because ${what} might remove somebody else's data (${why}); correct routes.upload.id, routes.download, routes.list and routes.remove of the target file`;
}

/** What setup() found out is taken over once it is there. */
function recall(): void {
  const known = removalKnown();
  if (isTold || known === undefined) return;
  isTold = true;
  isShown ||= known.isShown;
  if (ids !== undefined) ids.before = new Set(known.before);
  if (known.tried !== undefined) rememberId(known.tried);
}
