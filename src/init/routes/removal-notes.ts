/** What the user should know of how the trial file went, in sentences. Pure. */
import type { Missing } from './census.ts';
import type { Removal } from './find-remove.ts';

const MAX_NAMED = 3;

/** @param isSeen the file was seen again on the service */
export function removalNotes(
  { isGone, isUnknown, harm, ignored }: Removal,
  name: string,
  isSeen: boolean,
): string[] {
  if (harm !== undefined) {
    return [
      `WARNING: since ${name} was stored and ${harm.sent} was sent to remove it, ${lossText(harm.missing)}; nothing more was tried, and the target file gets no remove route`,
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

function lossText({ files, fails }: Missing): string {
  if (files.length === 0) return `${fails}, so whether all other files are still there is unknown`;
  const named = files.slice(0, MAX_NAMED).join(', ');
  return `${files.length} files that are not ours are missing from the list, such as ${named}`;
}
