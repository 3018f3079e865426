/** The target of a command that names none: in a repository of the user's own, theirs. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import { ownFolder } from '../../own-folder.ts';
import { namedFiles } from '../named-files.ts';
import { USUAL_TARGET } from './targets.ts';

/** @throws BurstboxError usage where there are several */
export function usualTarget(own: string | undefined = ownFolder()): string {
  const [name, ...more] = own === undefined ? [] : ownTargets(own);
  if (name === undefined) return USUAL_TARGET;
  if (more.length === 0) return name;
  throw new BurstboxError(
    'usage',
    `${relative('', join(own as string, 'targets'))} has ${more.length + 1} targets; say which with --target: ${[name, ...more].join(', ')}`,
  );
}

/** What is typed to test the target of a file: as little as there can be. */
export function targetWords(file: string, own: string | undefined = ownFolder()): string[] {
  const names = own === undefined ? [] : ownTargets(own);
  const name = names.find((each) => join(own as string, 'targets', `${each}.json`) === file);
  if (name === undefined) return ['--target', relative('', file)];
  return names.length === 1 ? [] : ['--target', name];
}

function ownTargets(own: string): string[] {
  const folder = join(own, 'targets');
  return existsSync(folder) ? [...namedFiles('targets', [folder]).keys()].sort() : [];
}
