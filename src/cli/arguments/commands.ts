/** What each command takes. A first word that is no command names, with the others, what to run. */
import type { RunOptions } from '../../plan/options.ts';
import { CAPACITY_FLAGS } from './capacity-flags.ts';
import { each, type Flag } from './flag.ts';
import { INIT_FLAGS } from './init-flags.ts';

export interface CommandLine {
  /** What is typed, and what it does. */
  help: readonly (readonly [usage: string, does: string])[];
  /** `none`: no words stand after it; `service`: behind `--` stand those that start a service. Else it looks at them itself. */
  words?: 'none' | 'service';
  /** Those of a run that it takes. */
  flags: readonly (keyof RunOptions)[];
  /** Those that it alone takes. */
  own?: readonly Flag<string[]>[];
  /** Why it takes no others, where that is not for want of a load. */
  whyNoMore?: string;
}

const GO: Flag<string[]> = {
  name: 'go',
  value: 'DIR',
  does: 'run the benchmarks of the Go module there too',
  read: each,
};

const TOKEN: Flag<string[]> = {
  name: 'token',
  value: 'TOKEN',
  does: 'of a capacity campaign that was given one',
  read: each,
};

const EXPORT_FLAGS: Flag<string[]>[] = [
  { name: 'out', value: 'DIR', does: 'folder that is written to (default: the current one)', read: each },
  { name: 'parallelism', value: 'N', does: 'of k8s: how many pods share a load (default: 2)', read: each },
  { name: 'force', does: 'overwrite files that are not as burstbox wrote them', read: each },
];

export const COMMAND_LINES = {
  init: {
    help: [
      [
        'init [FILE]',
        'examine a service and write a target file for it (default: target.json): --base-url URL, or -- COMMAND that starts it',
      ],
    ],
    words: 'service',
    flags: ['baseUrl', 'proxy', 'tls', 'json'],
    own: INIT_FLAGS,
  },
  list: {
    help: [['list', 'suites, scenarios, profiles and targets, with load shapes and estimated durations']],
    words: 'none',
    flags: [],
  },
  doctor: {
    help: [['doctor', 'what this machine has, and what that means for a run']],
    words: 'none',
    flags: [],
  },
  judge: {
    help: [['judge RUN', 'judge a stored run again, from its files alone']],
    flags: ['out', 'json', 'failOn'],
  },
  capacity: {
    help: [
      [
        'capacity [BOX]',
        'store files by the plan in config.json until it is done or the service takes no more: --base-url URL, or the name of a box to start it in',
      ],
    ],
    flags: [
      ...(['config', 'baseUrl', 'target', 'out', 'proxy', 'tls', 'sandbox', 'faults'] as const),
      ...(['dryRun', 'failOn', 'json'] as const),
    ],
    own: CAPACITY_FLAGS,
    whyNoMore: 'the plan of a campaign is in its configuration',
  },
  cleanup: {
    help: [
      [
        'cleanup RUN',
        'remove what a killed run or a capacity campaign left on its target, and only what it recorded; takes --base-url, --target, --dry-run',
      ],
    ],
    flags: ['out', 'baseUrl', 'target', 'proxy', 'tls', 'dryRun'],
    own: [TOKEN],
  },
  report: {
    help: [['report RUN', 'write the report of a stored run again; takes --csv']],
    flags: ['out', 'csv'],
  },
  compare: {
    help: [['compare A B', 'what changed from A, the earlier one, to B: runs or baselines']],
    flags: ['out', 'json'],
  },
  baseline: {
    help: [
      ['baseline save NAME [RUN]', 'keep a run (default: the newest) as a reference for later ones'],
      [
        'baseline check NAME [RUN]',
        'compare a run (default: the newest) with it: exit code 1 when anything is worse',
      ],
      ['baseline list', 'list the baselines'],
    ],
    flags: ['out', 'json'],
  },
  export: {
    help: [
      [
        'export compose [BOX…]',
        'a compose file with the target in t3-micro, t3-small and t3-medium, to look at by hand',
      ],
      [
        'export k8s NAME…',
        'scenarios for k6-operator, for more load than one machine makes: --base-url as pods reach the service',
      ],
      [
        'export github [NAME…]',
        'workflows for GitHub Actions: pull requests (NAME…, default t3-micro), the core suite and a soak at night, the catalog by hand',
      ],
      ['export grafana', 'a dashboard for what --metrics-to prometheus=… sends'],
      [
        'export csv RUN [SERIES…]',
        'series of a stored run by the second on stdout, such as p95_ms or process_open_fds',
      ],
    ],
    flags: [
      'target',
      'baseUrl',
      'pace',
      'durationSeconds',
      'vus',
      'rate',
      'requestTimeoutSeconds',
      'config',
      'metricsTo',
    ],
    own: EXPORT_FLAGS,
    whyNoMore: 'nothing is run',
  },
  bench: {
    help: [
      [
        'bench',
        'micro-benchmarks of the reference service, and with --go of a Go module, for benchstat; takes --repeat, --out',
      ],
    ],
    words: 'none',
    flags: ['repeat', 'out'],
    own: [GO],
  },
  serve: {
    help: [
      [
        'serve',
        'the reference service alone, until Ctrl-C (HOST, PORT and DATA_DIR from the environment); takes --fault',
      ],
    ],
    words: 'none',
    flags: ['faults'],
  },
  matrix: {
    help: [
      [
        'matrix [ROW…]',
        'check that burstbox finds every planted fault, and nothing else; takes --repeat, --sandbox, --out',
      ],
    ],
    flags: ['repeat', 'sandbox', 'out', 'json', 'dryRun'],
    whyNoMore: 'the matrix rows set this themselves',
  },
  help: { help: [], flags: [] },
  version: { help: [], flags: [] },
} as const satisfies Record<string, CommandLine>;

export type CommandName = keyof typeof COMMAND_LINES;

/** Undefined when the word is no command. */
export function commandNamed(word: string | undefined): CommandName | undefined {
  return commandNames().find((name) => name === word);
}

export function commandNames(): CommandName[] {
  return Object.keys(COMMAND_LINES) as CommandName[];
}

export function lineOf(command: CommandName): CommandLine {
  return COMMAND_LINES[command];
}
