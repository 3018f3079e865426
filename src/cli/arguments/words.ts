/** argv → words and flags, each flag known to the command and with the value that it needs. */
import { parseArgs } from 'node:util';
import { BurstboxError } from '../../errors.ts';
import { didYouMean } from '../../text/spelling.ts';
import { type CommandName, commandNamed, commandNames, lineOf } from './commands.ts';
import type { Flag } from './flag.ts';
import { COMMON_FLAGS, FLAGS } from './flags.ts';

export interface Words {
  /** What stands before `--`, without the flags. */
  words: string[];
  /** What stands behind it: somebody else's command line. */
  after: string[];
  /** None: what to run is named. */
  command: CommandName | undefined;
  /** By the flag's name, what stood after it each time; empty texts for a switch. */
  given: ReadonlyMap<string, string[]>;
}

type Token = NonNullable<ReturnType<typeof parsed>>[number];
type Option = Extract<Token, { kind: 'option' }>;

/** @throws BurstboxError usage with the nearest flag, the command that has it, or what was expected */
export function readWords(argv: string[]): Words {
  const tokens = parsed(argv);
  const end = tokens.find(({ kind }) => kind === 'option-terminator')?.index ?? argv.length;
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token] : []));
  const words = positionals.filter(({ index }) => index < end).map(({ value }) => value);
  const command = commandNamed(words[0]);
  const known = flagsOf(command);
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const flag = known.find(({ name }) => name === token.name) ?? refuse(token, command, known);
    given.set(flag.name, [...(given.get(flag.name) ?? []), textOf(token, flag)]);
  }
  const after = positionals.filter(({ index }) => index > end).map(({ value }) => value);
  return { words, after, command, given };
}

/** Not strict: what it would refuse is refused below, by names and in words of ours. */
function parsed(argv: string[]) {
  const options = Object.fromEntries(
    [...flagsOf(undefined), ...commandNames().flatMap(ownOf)].map(({ name, value }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({
    args: argv,
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens;
}

function flagsOf(command: CommandName | undefined): readonly Flag[] {
  if (command === undefined) return [...Object.values(FLAGS), ...COMMON_FLAGS];
  return [...ownOf(command), ...lineOf(command).flags.map((option) => FLAGS[option]), ...COMMON_FLAGS];
}

function ownOf(command: CommandName): readonly Flag[] {
  return lineOf(command).own ?? [];
}

/** A flag that is passed over in silence misleads: `--dry-run=false` would start the run that it seems to forbid. */
function textOf({ rawName, value, inlineValue }: Option, flag: Flag): string {
  if (flag.value === undefined) {
    if (value === undefined) return '';
    throw new BurstboxError('usage', `${rawName}=${value}: ${rawName} takes no value`, { value });
  }
  if (value !== undefined && value !== '' && (inlineValue === true || !looksLikeFlag(value))) return value;
  const next =
    value === undefined || value === '' ? '' : ` (one that begins with a dash as ${rawName}=${value})`;
  throw new BurstboxError('usage', `${rawName} needs a value${next}; see --help`, { flag: flag.name });
}

function looksLikeFlag(text: string): boolean {
  return /^-(?!\d)/.test(text);
}

function refuse({ name, rawName }: Option, command: CommandName | undefined, known: readonly Flag[]): never {
  const ofRuns = Object.values(FLAGS).some((flag) => flag.name === name);
  if (ofRuns && command !== undefined) throw notTaken(rawName, command);
  const owners = commandNames().filter((each) => ownOf(each).some((flag) => flag.name === name));
  const hint =
    owners.length > 0
      ? `; it is for ${owners.map((each) => `\`${each}\``).join(' and ')}`
      : didYouMean(
          rawName,
          known.map((flag) => `--${flag.name}`),
        );
  throw new BurstboxError('usage', `unknown flag ${rawName}${hint}`, { name });
}

function notTaken(rawName: string, command: CommandName): BurstboxError {
  const { whyNoMore = 'only runs under load take it', flags } = lineOf(command);
  const taken = [...ownOf(command), ...flags.map((option) => FLAGS[option])].map(({ name }) => `--${name}`);
  const takes = taken.length === 0 ? `\`${command}\` takes no flags` : `it takes ${taken.join(', ')}`;
  return new BurstboxError('usage', `${rawName}: ${whyNoMore}; ${takes}`, { command });
}
