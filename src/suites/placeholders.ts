/** Placeholders in the texts of a target file: each must stand for something where it stands. */
import { BurstboxError } from '../errors.ts';
import { placeholdersIn } from '../shared/request/template.ts';

/** What is known in one place of a file. */
export interface Place {
  file: string;
  /** As a JSON pointer. */
  at: string;
  known: readonly string[];
  /** What is wrong with a name that is not known: `which nothing before it captures`. */
  complaint: string;
}

/**
 * Looks at every text of a JSON value.
 * @returns the names that are used
 * @throws BurstboxError config with the place of the first that is not known
 */
export function checkPlaceholders(value: unknown, place: Place): string[] {
  if (typeof value === 'string') return checkText(value, place);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    checkPlaceholders(each, { ...place, at: `${place.at}/${key}` }),
  );
}

function checkText(text: string, { file, at, known, complaint }: Place): string[] {
  const used = placeholdersIn(text);
  const stranger = used.find((name) => !known.includes(name));
  if (stranger === undefined) return used;
  const expected = known.length === 0 ? 'none' : known.map((name) => `{${name}}`).join(', ');
  throw new BurstboxError(
    'config',
    `${file}: ${at} has the placeholder {${stranger}}, ${complaint}; known there: ${expected}`,
    { at },
  );
}
