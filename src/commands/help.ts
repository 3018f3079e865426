import { FLAGS, type Flag } from '../arguments/flags.ts';
import { OWN_FLAGS } from '../arguments/own-flags.ts';
import type { Invocation } from '../commands.ts';
import { ownVersion } from '../describe-run.ts';
import { EXIT } from '../errors.ts';

const COMMAND_LINES: [string, string][] = [
  ['all', 'the core suite on t3-micro, t3-small and t3-medium'],
  ['NAME…', 'any mix of profiles, suites and scenarios: t3-micro, soak, t3-small ping upload'],
  [
    'init [FILE]',
    'look at a service and write a target file for it (default: target.json): --base-url URL, or -- COMMAND that starts it',
  ],
  ['list', 'suites, scenarios, profiles and targets, with shapes and estimated times'],
  ['doctor', 'what this machine has, and what that means for a run'],
  ['judge RUN', 'judge a stored run again, from its files alone'],
  ['report RUN', 'write the report of a stored run again'],
  ['compare A B', 'by what B differs from A, the earlier one: runs or baselines'],
  ['baseline save NAME [RUN]', 'keep a run (default: the newest) to compare later ones with'],
  [
    'baseline check NAME [RUN]',
    'compare a run (default: the newest) with it: exit code 1 when anything is worse',
  ],
  ['baseline list', 'the baselines that are kept'],
  [
    'bench',
    'micro-benchmarks of the reference service, and with --go of a Go module, for benchstat; takes --repeat, --out',
  ],
  [
    'serve',
    'the reference service alone, until Ctrl-C (HOST, PORT and DATA_DIR from the environment); takes --fault',
  ],
  ['matrix [ROW…]', 'does burstbox find what is planted, and nothing else? Takes --repeat, --sandbox, --out'],
];

const EXIT_LINES: [number, string][] = [
  [EXIT.ok, 'healthy (or warning)'],
  [EXIT.critical, 'critical; worse than before (compare, baseline check)'],
  [EXIT.unknown, 'unknown: could not judge; nothing in common to compare'],
  [EXIT.usage, 'wrong usage or a bad file'],
  [EXIT.bug, 'a bug of burstbox'],
  [EXIT.interrupted, 'interrupted'],
];

export function help(_: Invocation): number {
  const sections = [
    'Will my service survive on a t3-sized box, and if not, where and why does it break?',
    `Usage: node run.mjs NAME… [options]\n\n${columns(COMMAND_LINES)}`,
    `Options:\n${columns(FLAGS.map(flagLine))}`,
    ...Object.entries(OWN_FLAGS).map(
      ([command, flags]) => `Options of ${command}:\n${columns(flags.map(flagLine))}`,
    ),
    `Exit codes:\n${columns(EXIT_LINES.map(([code, means]) => [String(code), means]))}`,
  ];
  process.stdout.write(`${sections.join('\n\n')}\n`);
  return EXIT.ok;
}

export function version(): number {
  process.stdout.write(`${ownVersion()}\n`);
  return EXIT.ok;
}

function flagLine([flag, value, does]: Flag): [string, string] {
  return [`--${flag}${value === '' ? '' : ` ${value}`}`, does];
}

function columns(lines: [string, string][]): string {
  const width = Math.min(34, Math.max(...lines.map(([left]) => left.length)));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
