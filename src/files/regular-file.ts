/** Opens what others have left in a folder: a pipe there would hold us up for ever, and a device never ends. */
import { openSync, statSync } from 'node:fs';

/** A file descriptor to read from; undefined when there is no regular file that can be read. */
export function openRegular(path: string): number | undefined {
  try {
    return isRegularFile(path) ? openSync(path, 'r') : undefined;
  } catch {
    return undefined;
  }
}

export function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
