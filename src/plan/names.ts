/** Names that files give to boxes, targets and scenarios: they are typed, shown, and become folders of a run. */
import { BurstboxError } from '../errors.ts';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}(\/[a-z0-9][a-z0-9._-]{0,63})?$/;
/** All that runs, the newest run, the box that a service has by itself, and the commands: a test holds these to the command line. */
export const TAKEN = [
  ...[
    'all',
    'latest',
    'as-is',
    'init',
    'list',
    'doctor',
    'judge',
    'report',
    'compare',
    'baseline',
    'bench',
    'serve',
    'export',
  ],
  ...['matrix', 'capacity', 'cleanup', 'help', 'version'],
];

/**
 * @param file where the name is from, for the message
 * @returns the name
 * @throws BurstboxError config when it could not be typed or shown, leads to another folder, or means something else
 */
export function checkedName(name: string, file: string): string {
  const isTaken = TAKEN.includes(name) || name in {};
  if (NAME.test(name) && !name.includes('..') && !isTaken) return name;
  const why = isTaken
    ? `"${name}" is reserved`
    : 'expected up to 64 lower-case letters, digits, dots, dashes and underscores, a letter or digit first';
  throw new BurstboxError('config', `the name of ${file} is not allowed: ${why}; rename the file`, { name });
}

/** Names of the JSON files of a folder, without those that are hidden, such as the notes of an editor. */
export function jsonNames(files: string[], folder: string): string[] {
  return files
    .filter((file) => file.endsWith('.json') && !file.startsWith('.'))
    .map((file) => checkedName(file.slice(0, -'.json'.length), `${folder}/${file}`));
}
