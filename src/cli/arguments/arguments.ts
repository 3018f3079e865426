/** argv → what the user asked for. */

import { BurstboxError } from '../../errors.ts';
import type { RunOptions } from '../../plan/options.ts';
import { type CommandLine, type CommandName, lineOf } from './commands.ts';
import type { Flag } from './flag.ts';
import { FLAGS } from './flags.ts';
import { readWords, type Words } from './words.ts';

export interface Arguments {
  /** None: the names say what to run. */
  command?: CommandName;
  /** Names as typed: a command with its operands, or profiles, suites and scenarios. */
  names: string[];
  help: boolean;
  version: boolean;
  options: RunOptions;
  /** Flags that only the command named first takes, as typed, each as often as it was given; a switch has empty texts. */
  own: Readonly<Record<string, string[]>>;
  /** Words after `--` that start a service; for other commands they are more names. */
  after: string[];
}

/** @throws BurstboxError usage with the nearest valid flag or what the value should have been. */
export function parseArguments(argv: string[]): Arguments {
  const { words, after, command, given } = readWords(argv);
  const { words: takes, own = [] } = command === undefined ? ANY : lineOf(command);
  const isService = takes === 'service';
  const names = isService ? words : [...words, ...after];
  const help = given.has('help');
  if (takes === 'none' && names.length > 1 && !help)
    throw new BurstboxError('usage', `${command} takes no names ("${names[1]}"); see --help`, { names });
  return {
    ...(command === undefined ? {} : { command }),
    names,
    after: isService ? after : [],
    help,
    version: given.has('version'),
    options: optionsFrom(given),
    own: Object.fromEntries(
      own.flatMap(({ name }) =>
        [given.get(name) ?? []].filter(({ length }) => length > 0).map((texts) => [name, texts]),
      ),
    ),
  };
}

const ANY: Pick<CommandLine, 'words' | 'own'> = {};

/** The table has an entry for each option, and what it reads is of the option's type. */
function optionsFrom(given: Words['given']): RunOptions {
  const options = Object.entries(FLAGS).flatMap(([option, { name, read, otherwise }]: [string, Flag]) => {
    const texts = given.get(name);
    const value = texts === undefined ? otherwise : read(texts, name);
    return value === undefined ? [] : [[option, value]];
  });
  return Object.fromEntries(options) as RunOptions;
}
