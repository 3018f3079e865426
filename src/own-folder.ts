/**
 * The folder `burstbox/` of a user's repository: own targets, boxes and scenarios, and the results. A checkout of burstbox has
 * them in its own folders, and has no such folder.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { IS_CHECKOUT, PROJECT_ROOT } from './root.ts';

export type OwnPart = 'targets' | 'profiles' | 'scripts';

const NAME = 'burstbox';
const RESULTS = 'results';
/** What makes a folder of that name ours, and not somebody's module. */
const PARTS = ['targets', 'profiles', 'scripts', RESULTS];
/** Who clones burstbox has a folder of that name too. */
const IS_OF_CHECKOUT = 'build.mjs';

/** The one that commands typed in the working folder go by: the nearest, upwards, within the repository. Undefined where none is. */
export function ownFolder(): string | undefined {
  return IS_CHECKOUT ? undefined : ownFolderFrom(process.cwd());
}

/** @param start absolute */
export function ownFolderFrom(start: string): string | undefined {
  const folder = join(start, NAME);
  if (isOwn(folder)) return folder;
  const above = dirname(start);
  // What lies above a repository is none of its business.
  return above === start || existsSync(join(start, '.git')) ? undefined : ownFolderFrom(above);
}

/** Where it is, or is made. */
export function ownFolderToBe(): string {
  return ownFolder() ?? resolve(NAME);
}

/** Where runs are stored unless the user says otherwise, relative to the working folder. */
export function usualResults(): string {
  return IS_CHECKOUT ? RESULTS : relative('', join(ownFolderToBe(), RESULTS));
}

/** Folders of files of a kind: those that burstbox brings, then the user's own. */
export function foldersOf(part: OwnPart): string[] {
  const own = ownFolder();
  return [PROJECT_ROOT, ...(own === undefined ? [] : [own])].flatMap((folder) =>
    isFolder(join(folder, part)) ? [join(folder, part)] : [],
  );
}

/** The path of a file in one of them as messages name it: `profiles/tiny.json`, or `burstbox/profiles/tiny.json` of the user. */
export function shownIn(folder: string, file: string): string {
  return relative(dirname(folder) === PROJECT_ROOT ? PROJECT_ROOT : '', join(folder, file));
}

function isOwn(folder: string): boolean {
  if (!isFolder(folder) || existsSync(join(folder, IS_OF_CHECKOUT))) return false;
  return readdirSync(folder).some((name) => PARTS.includes(name));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
