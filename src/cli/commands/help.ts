import { EXIT } from '../../errors.ts';
import { PROGRAM } from '../../root.ts';
import { ownVersion } from '../../run/describe-run.ts';
import { commandNames, lineOf } from '../arguments/commands.ts';
import type { Flag } from '../arguments/flag.ts';
import { COMMON_FLAGS, FLAGS } from '../arguments/flags.ts';
import type { Invocation } from './commands.ts';

const RUN_LINES: [string, string][] = [
  ['all', 'the core suite on t3-micro, t3-small and t3-medium'],
  ['NAME…', 'any mix of profiles, suites and scenarios: t3-micro, soak, t3-small ping upload'],
];

const EXIT_LINES: [number, string][] = [
  [EXIT.ok, 'healthy (or warning)'],
  [EXIT.critical, 'critical; worse than before (compare, baseline check)'],
  [EXIT.unknown, 'unknown: could not judge; nothing in common to compare'],
  [EXIT.usage, 'wrong usage or a bad file'],
  [EXIT.bug, 'a bug in burstbox'],
  [EXIT.interrupted, 'interrupted'],
];

export function help(_: Invocation): number {
  const commands = commandNames().map((name) => ({ name, ...lineOf(name) }));
  const sections = [
    'Will my service survive on a t3-sized box, and if not, where and why does it break?',
    `Usage: ${PROGRAM} NAME… [options]\n\n${columns([...RUN_LINES, ...commands.flatMap((command) => command.help)])}`,
    `Options:\n${columns([...Object.values(FLAGS), ...COMMON_FLAGS].map(flagLine))}`,
    ...commands.flatMap(({ name, own }) =>
      own === undefined ? [] : [`Options of ${name}:\n${columns(own.map(flagLine))}`],
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

function flagLine({ name, value, does }: Flag): [string, string] {
  return [`--${name}${value === undefined ? '' : ` ${value}`}`, does];
}

function columns(lines: (readonly [string, string])[]): string {
  const width = Math.min(34, Math.max(...lines.map(([left]) => left.length)));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
