/** Boxes and targets by name: the JSON files that burstbox brings, and the user's own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { foldersOf, type OwnPart, shownIn } from '../own-folder.ts';
import { jsonNames } from './names.ts';

const KINDS = { targets: 'target', profiles: 'box', scripts: 'scenario' } as const satisfies Record<
  OwnPart,
  string
>;

/**
 * @returns the path of each file by the name that it gives
 * @throws BurstboxError config when a file's name cannot be one, or is that of another
 */
export function namedFiles(part: OwnPart, folders: readonly string[] = foldersOf(part)): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders)
    for (const name of jsonNames(readdirSync(folder), shownIn(folder, ''))) {
      refuseSecond(files, name, shownIn(folder, `${name}.json`), KINDS[part]);
      files.set(name, join(folder, `${name}.json`));
    }
  return files;
}

/**
 * A box that is not what its name says everywhere else would be compared with one that is.
 * @param kind what has such names
 */
export function refuseSecond(
  known: ReadonlyMap<string, unknown>,
  name: string,
  file: string,
  kind: string,
): void {
  if (!known.has(name)) return;
  throw new BurstboxError(
    'config',
    `the name of ${file} is not allowed: burstbox brings a ${kind} of that name; rename the file`,
    { name },
  );
}
