/** Names that say whose a file is. */
import { endingOf } from '../../shared/content-name.ts';
import { routes } from '../parameters.ts';
import { RUN_PREFIX } from '../run-prefix.ts';

/** What the names of this run's files end in. */
export const ENDING = endingOf(routes.upload);

/** A file name of this run. No name is part of another. */
export function ownName(suffix: string): string {
  return `${RUN_PREFIX}${suffix}${ENDING}`;
}

/** The names of this run that stand in a text, each once. */
export function ownNamesIn(text: string): string[] {
  return [...new Set(text.match(new RegExp(`${RUN_PREFIX}[\\w-]+\\${ENDING}`, 'g')))];
}
