/** argv → what the user asked for. */
import { minimist } from 'zx';
import {
  containerName,
  durationSeconds,
  httpUrl,
  MOST_ARRIVALS_A_SECOND,
  MOST_PID,
  MOST_REPEATS,
  MOST_VUS,
  oneOf,
  optional,
  wholeNumber,
} from './arguments/flag-values.ts';
import { FLAGS, type Flag, switchesOf } from './arguments/flags.ts';
import { OWN_FLAGS, type OwnValues, ownersOf } from './arguments/own-flags.ts';
import { BurstboxError } from './errors.ts';
import type { Pace } from './k6/shape.ts';
import type { DriverName } from './sandbox.ts';
import { didYouMean } from './spelling.ts';

export interface RunOptions {
  pace: Pace;
  durationSeconds?: number;
  /** Peak of the closed model. */
  vus?: number;
  /** Peak of the open model, arrivals a second. */
  rate?: number;
  target: string;
  baseUrl?: string;
  /** Of a service that runs already: its process, or its container. */
  pid?: number;
  container?: string;
  sandbox: 'auto' | 'none' | DriverName;
  out: string;
  failOn: 'warning' | 'critical';
  /** Ends a scenario whose limit is hopelessly crossed. */
  abortOn?: 'critical';
  /** Ends a steady load that has settled. */
  untilStable: boolean;
  /** Narrows the breaking point of a ladder by probes of its own. */
  search: boolean;
  dryRun: boolean;
  /** Each `NAME[:key=value…]`, unchecked: see faults.ts. */
  faults: string[];
  json: boolean;
  /** Serves k6's live web dashboard while the load runs. */
  dashboard: boolean;
  k6Args: string[];
  /** Times that everything is played: all of it once, and then again. */
  repeat: number;
  /** `bench`: folder of a Go module whose benchmarks are run too. */
  go?: string;
}

export interface Arguments {
  /** Names as typed: a command with its operands, or profiles, suites and scenarios. */
  names: string[];
  help: boolean;
  version: boolean;
  options: RunOptions;
  /** Flags that only the command named first takes: see own-flags.ts. */
  own: OwnValues;
  /** Words after `--`: for `init` the command of a service; for others more names. */
  after: string[];
}

/** @throws BurstboxError usage with the nearest valid flag or what the value should have been. */
export function parseArguments(argv: string[]): Arguments {
  const { words, after, own } = split(argv);
  const flags = [...FLAGS, ...own];
  const names = flags.map(([flag]) => flag);
  const switches = switchesOf(flags);
  refuseSwitchValues(words, switches);
  const raw = minimist(words, {
    boolean: switches,
    string: [...names.filter((name) => !switches.includes(name)), '_'],
    alias: { h: 'help' },
    unknown: (word) => refuseUnknown(word, names),
  });
  return {
    names: own.length > 0 ? raw._ : [...raw._, ...after],
    own: Object.fromEntries(own.flatMap(([flag, value]) => ownValue(flag, value, raw[flag]))),
    after,
    help: raw.help === true,
    version: raw.version === true,
    options: runOptions(raw),
  };
}

/** What stands after `--` is somebody else's command line. Which flags are known depends on the command. */
function split(argv: string[]): { words: string[]; after: string[]; own: readonly Flag[] } {
  const at = argv.indexOf('--');
  const words = at === -1 ? argv : argv.slice(0, at);
  const switches = switchesOf([...FLAGS, ...Object.values(OWN_FLAGS).flat()]);
  const [first = ''] = minimist(words, { boolean: switches, string: ['_'] })._;
  const own = Object.hasOwn(OWN_FLAGS, first) ? OWN_FLAGS[first] : undefined;
  return { words, after: at === -1 ? [] : argv.slice(at + 1), own: own ?? [] };
}

function runOptions(raw: Record<string, unknown>): RunOptions {
  const text = (flag: string) => last(raw[flag], flag);
  const all = (flag: string) => [raw[flag] ?? []].flat().map((word) => given(word, flag));
  const seconds = optional(text('duration'), durationSeconds);
  const vus = optional(text('vus'), wholeNumber('vus', MOST_VUS));
  const rate = optional(text('rate'), wholeNumber('rate', MOST_ARRIVALS_A_SECOND));
  const baseUrl = optional(text('base-url'), httpUrl);
  const pid = optional(text('pid'), wholeNumber('pid', MOST_PID));
  const container = optional(text('container'), containerName);
  const go = text('go');
  const abortOn = optional<'critical'>(text('abort-on'), (word) => oneOf('abort-on', word, ['critical']));
  return {
    pace: oneOf('pace', text('pace') ?? 'quick', ['quick', 'full']),
    target: text('target') ?? 'reference',
    sandbox: oneOf('sandbox', text('sandbox') ?? 'auto', ['auto', 'docker', 'cgroup', 'process', 'none']),
    out: text('out') ?? 'results',
    failOn: oneOf('fail-on', text('fail-on') ?? 'critical', ['warning', 'critical']),
    untilStable: raw['until-stable'] === true,
    search: raw.search === true,
    repeat: optional(text('repeat'), wholeNumber('repeat', MOST_REPEATS)) ?? 1,
    dryRun: raw['dry-run'] === true,
    json: raw.json === true,
    dashboard: raw.dashboard === true,
    faults: all('fault'),
    k6Args: all('k6-arg'),
    ...(seconds === undefined ? {} : { durationSeconds: seconds }),
    ...(vus === undefined ? {} : { vus }),
    ...(rate === undefined ? {} : { rate }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(pid === undefined ? {} : { pid }),
    ...(container === undefined ? {} : { container }),
    ...(go === undefined ? {} : { go }),
    ...(abortOn === undefined ? {} : { abortOn }),
  };
}

function ownValue(flag: string, value: string, raw: unknown): [string, string[]][] {
  if (raw === undefined || raw === false) return [];
  return [[flag, value === '' ? [''] : [raw].flat().map((word) => given(word, flag))]];
}

/** `--dry-run=false` would start the run that it seems to forbid. */
function refuseSwitchValues(words: string[], switches: string[]): void {
  const bad = words.find((word) => switches.some((flag) => word.startsWith(`--${flag}=`)));
  if (bad !== undefined)
    throw new BurstboxError('usage', `${bad}: --${bad.slice(2).replace(/=.*/, '')} takes no value`);
}

function refuseUnknown(word: string, known: string[]): boolean {
  if (!word.startsWith('-')) return true;
  const flag = word.replace(/=.*$/, '');
  const owners = ownersOf(flag.replace(/^--/, ''));
  const where = owners.length === 0 ? '' : `; it is for ${owners.map((each) => `\`${each}\``).join(' and ')}`;
  const hint =
    where === ''
      ? didYouMean(
          flag,
          known.map((name) => `--${name}`),
        )
      : where;
  throw new BurstboxError('usage', `unknown flag ${flag}${hint}`, { flag });
}

function last(value: unknown, flag: string): string | undefined {
  return value === undefined ? undefined : given([value].flat().at(-1), flag);
}

function given(value: unknown, flag: string): string {
  const text = String(value);
  if (text === '') throw new BurstboxError('usage', `--${flag} needs a value; see --help`, { flag });
  return text;
}
