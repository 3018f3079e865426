/** Names that say whose a file is: everything with this run's prefix is ours to remove. */
import { seed } from '../parameters.ts';

const OWN_PREFIX = `bb-${seed.toString(16)}-`;
const OWN_NAMES = new RegExp(`${OWN_PREFIX}[\\w-]+\\.bin`, 'g');

/** A file name of this run. No name is part of another. */
export function ownName(suffix: string): string {
  return `${OWN_PREFIX}${suffix}.bin`;
}

/** The names of this run that stand in a text, each once. */
export function ownNamesIn(text: string): string[] {
  return [...new Set(text.match(OWN_NAMES))];
}
