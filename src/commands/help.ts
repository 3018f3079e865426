import { FLAGS } from '../arguments.ts';
import type { Invocation } from '../commands.ts';
import { ownVersion } from '../describe-run.ts';
import { EXIT } from '../errors.ts';

const COMMAND_LINES: [string, string][] = [
  ['all', 'the core suite on t3-micro, t3-small and t3-medium'],
  ['NAME…', 'any mix of profiles, suites and scenarios: t3-micro, soak, t3-small ping upload'],
  ['list', 'suites, scenarios, profiles and targets, with shapes and estimated times'],
  ['doctor', 'what this machine has, and what that means for a run'],
  ['judge RUN', 'judge a stored run again, from its files alone'],
  ['report RUN', 'write the report of a stored run again'],
  [
    'serve',
    'the reference service alone, until Ctrl-C (HOST, PORT and DATA_DIR from the environment); takes --fault',
  ],
];

const EXIT_LINES: [number, string][] = [
  [EXIT.ok, 'healthy (or warning)'],
  [EXIT.critical, 'critical'],
  [EXIT.unknown, 'unknown: could not judge'],
  [EXIT.usage, 'wrong usage or a bad file'],
  [EXIT.bug, 'a bug of burstbox'],
  [EXIT.interrupted, 'interrupted'],
];

export function help(_: Invocation): number {
  const flags = FLAGS.map(([flag, value, does]): [string, string] => [
    `--${flag}${value === '' ? '' : ` ${value}`}`,
    does,
  ]);
  const sections = [
    'Will my service survive on a t3-sized box, and if not, where and why does it break?',
    `Usage: node run.mjs NAME… [options]\n\n${columns(COMMAND_LINES)}`,
    `Options:\n${columns(flags)}`,
    `Exit codes:\n${columns(EXIT_LINES.map(([code, means]) => [String(code), means]))}`,
  ];
  process.stdout.write(`${sections.join('\n\n')}\n`);
  return EXIT.ok;
}

export function version(): number {
  process.stdout.write(`${ownVersion()}\n`);
  return EXIT.ok;
}

function columns(lines: [string, string][]): string {
  const width = Math.min(34, Math.max(...lines.map(([left]) => left.length)));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
