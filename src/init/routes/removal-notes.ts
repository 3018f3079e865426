/** What the user should know of how the trial file went, in sentences. Pure. */
import type { Removal } from './find-remove.ts';

const MAX_NAMED = 3;

/** @param isSeen the file was seen again on the service */
export function removalNotes(
  { isGone, isUnknown, harm, ignored }: Removal,
  name: string,
  isSeen: boolean,
): string[] {
  if (harm !== undefined) {
    const { missing, sent } = harm;
    const named = missing.slice(0, MAX_NAMED).join(', ');
    return [
      `WARNING: since ${name} was stored and ${sent} was sent to remove it, ${missing.length} files that are not ours are missing from the list, such as ${named}; nothing more was tried, and the target file gets no remove route`,
      ...(isGone ? [] : [`${name} may be left on the service`]),
    ];
  }
  if (isGone) return [];
  if (isUnknown && isSeen)
    return [
      `${name} is left on the service: no removal was sent, because nothing shows that it would remove only this file; a list with names and ids, or a download path, would show it (--list, --download, --remove)`,
    ];
  if (ignored !== undefined)
    return [
      `${name} is left on the service: ${ignored}, as in a trash that still shows it; if another request removes it for good, specify it with --remove`,
    ];
  return [`${name} may be left on the service: no way to remove it was found; specify one with --remove`];
}
