/** argv → what the user asked for. Every flag is declared here once; `help` prints the same table. */
import { minimist } from 'zx';
import { BurstboxError } from './errors.ts';
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
} from './flag-values.ts';
import type { Pace } from './k6/shape.ts';
import { OWN_FLAGS, type OwnValues, ownersOf } from './own-flags.ts';
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

/** Flag, what stands after it in the help, what it does. */
export const FLAGS: [flag: string, value: string, does: string][] = [
  ['pace', 'quick|full', 'quick (default): about 30 s a scenario; full: the reference durations'],
  ['duration', '90s|5m|8h', 'length of each load; overrides the pace'],
  ['vus', 'N', 'peak VUs; the other levels scale with it'],
  ['rate', 'N', 'peak arrivals a second of the scenarios of the open model; the other levels scale with it'],
  ['target', 'FILE|NAME', 'what to test (default: reference, the service that ships with burstbox)'],
  ['base-url', 'URL', 'the target runs there already; do not start it'],
  [
    'pid',
    'N',
    'its process, to watch it (default: what listens on the port of the base URL, on this machine)',
  ],
  ['container', 'NAME', 'its docker container, to watch it'],
  [
    'sandbox',
    'auto|docker|cgroup|process|none',
    'what puts the limits on (default: auto, the first that works); none: it runs already',
  ],
  ['out', 'DIR', 'where runs are kept (default: results)'],
  ['fail-on', 'warning|critical', 'what ends in exit code 1 (default: critical)'],
  [
    'abort-on',
    'critical',
    'end a scenario as soon as a critical limit can no longer be kept, however well the rest went',
  ],
  ['until-stable', '', 'end a steady load early, once its throughput and p95 have settled'],
  ['search', '', 'after a ladder, narrow its breaking point down with up to 6 loads of one level each'],
  ['fault', 'NAME[:KEY=VALUE]', 'plant a fault in the reference service, may be repeated; `list` shows them'],
  [
    'repeat',
    'N',
    'play everything so many times, all of it once and then again; `compare` wants 10 repeats a side',
  ],
  ['go', 'DIR', '`bench`: run the benchmarks of the Go module there too'],
  ['dry-run', '', 'show what would run, start nothing'],
  ['json', '', "the run's verdict.json on stdout"],
  ['dashboard', '', "k6's live web dashboard; its address is printed when the run begins"],
  ['k6-arg', 'ARG', 'passed on to k6, may be repeated: --k6-arg=--http-debug'],
  ['help', '', 'this text'],
  ['version', '', 'the version'],
];

const BOOLEAN = FLAGS.filter(([, value]) => value === '').map(([flag]) => flag);
const STRING = FLAGS.filter(([, value]) => value !== '').map(([flag]) => flag);

/** @throws BurstboxError usage with the nearest valid flag or what the value should have been. */
export function parseArguments(argv: string[]): Arguments {
  const { words, after, own } = split(argv);
  const booleans = [...BOOLEAN, ...own.filter(([, value]) => value === '').map(([flag]) => flag)];
  const strings = [...STRING, ...own.filter(([, value]) => value !== '').map(([flag]) => flag)];
  refuseSwitchValues(words, booleans);
  const unknown = (word: string) =>
    refuseUnknown(
      word,
      [...FLAGS, ...own].map(([flag]) => flag),
    );
  const raw = minimist(words, {
    boolean: booleans,
    string: [...strings, '_'],
    alias: { h: 'help' },
    unknown,
  });
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
    names: own.length > 0 ? raw._ : [...raw._, ...after],
    own: Object.fromEntries(own.flatMap(([flag, value]) => ownValue(flag, value, raw[flag]))),
    after,
    help: raw.help === true,
    version: raw.version === true,
    options: {
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
    },
  };
}

/** What stands after `--` is somebody else's command line. Which flags are known depends on the command. */
function split(argv: string[]): { words: string[]; after: string[]; own: (typeof OWN_FLAGS)[string] } {
  const at = argv.indexOf('--');
  const words = at === -1 ? argv : argv.slice(0, at);
  const all = Object.values(OWN_FLAGS).flat();
  const switches = [...BOOLEAN, ...all.filter(([, value]) => value === '').map(([flag]) => flag)];
  const [first = ''] = minimist(words, { boolean: switches, string: ['_'] })._;
  const own = Object.hasOwn(OWN_FLAGS, first) ? OWN_FLAGS[first] : undefined;
  return { words, after: at === -1 ? [] : argv.slice(at + 1), own: own ?? [] };
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
