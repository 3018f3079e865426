/** Names that say whose a file is. */
import { RUN_PREFIX } from '../run-prefix.ts';

const OWN_NAMES = new RegExp(`${RUN_PREFIX}[\\w-]+\\.bin`, 'g');

/** A file name of this run. No name is part of another. */
export function ownName(suffix: string): string {
  return `${RUN_PREFIX}${suffix}.bin`;
}

/** The names of this run that stand in a text, each once. */
export function ownNamesIn(text: string): string[] {
  return [...new Set(text.match(OWN_NAMES))];
}
