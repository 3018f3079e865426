/** What the user should know of how the trial file went, in sentences. Pure. */
import type { Removal } from './find-remove.ts';

const MAX_NAMED = 3;

/** @param isSeen the file was seen again on the service */
export function removalNotes({ isGone, isUnknown, harm }: Removal, name: string, isSeen: boolean): string[] {
  if (harm !== undefined) {
    const { missing, sent } = harm;
    const named = missing.slice(0, MAX_NAMED).join(', ');
    return [
      `ATTENTION: since ${name} was stored and ${sent} was sent for it, ${missing.length} files of others are missing from the list, such as ${named}; nothing more was tried, and the file gets no route to remove`,
      ...(isGone ? [] : [`${name} may be left on the service`]),
    ];
  }
  if (isGone) return [];
  if (isUnknown && isSeen)
    return [
      `${name} is left on the service: nothing shows that a request to remove would take this file and no other, so none was sent; a list with names and ids, or a path to read files at, would show it (--list, --download, --remove)`,
    ];
  return [`${name} may be left on the service: no way to remove it was seen to work; say how with --remove`];
}
