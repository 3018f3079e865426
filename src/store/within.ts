/** A stored run may come from elsewhere, and is written to when it is judged again: nothing in it leads out of its folder. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { BurstboxError } from '../errors.ts';

/** Begins with no dot and holds no slash or backslash. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/**
 * The folder of these names, one in the other, below a run's.
 * @throws BurstboxError config when one of them could lead elsewhere, by what it says or as a link
 */
export function within(runFolder: string, names: string[]): string {
  let folder = runFolder;
  for (const name of names) {
    if (!NAME.test(name))
      throw outside(
        `${runFolder}: ${JSON.stringify(name.slice(0, 80))} is not the name of a box or scenario; expected letters, digits, dots, dashes and underscores, a letter or digit first`,
      );
    folder = join(folder, name);
    if (isLink(folder))
      throw outside(`${folder} is a symbolic link; the files of a run must be inside its own folder`);
  }
  return folder;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function outside(message: string): BurstboxError {
  return new BurstboxError('config', message);
}
