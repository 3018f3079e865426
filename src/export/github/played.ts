/** What each workflow plays, and when. */
import { quote } from 'zx/core';

/** A workflow without what all of them have. */
export interface Played {
  /** Name of the file, and of what it uploads. */
  file: string;
  title: string;
  /** First line of the file. */
  about: string;
  on: Record<string, unknown>;
  /** What follows the program, for a shell. */
  words: string[];
  env: Record<string, string>;
  minutes: number;
}

/** What is to be played, for the question how long that takes and whether the target has what it needs. */
export interface Wish extends Omit<Played, 'minutes'> {
  /** The same as it would be typed, without variables of the workflow. */
  typed: string[];
}

const CLIENTS = 10;
const MAX_CLIENTS = 50;
const SECONDS = 30;
const MAX_SECONDS = 300;

/**
 * @param names what a pull request plays
 * @param target what names the target, such as `--target shop`
 * @param catalog its scenarios
 */
export function wishes(names: string[], target: string[], catalog: string[]): Wish[] {
  return [
    wish('burstbox-pull-request', 'Each pull request at quick pace.', { pull_request: {} }, [
      ...names,
      ...target,
    ]),
    wish(
      'burstbox-nightly',
      'Every night the core suite in every box, at full pace.',
      { schedule: [{ cron: '41 0 * * *' }], workflow_dispatch: {} },
      ['all', '--pace', 'full', ...target],
    ),
    wish(
      'burstbox-soak',
      'Every night four hours of load, which show slow leaks. GitHub ends a job after six hours.',
      { schedule: [{ cron: '23 2 * * *' }], workflow_dispatch: {} },
      ['t3-micro', 'soak', '--duration', '4h', ...target],
    ),
    catalogByHand(target, catalog),
  ];
}

function wish(file: string, about: string, on: Wish['on'], typed: string[]): Wish {
  const title = file.replaceAll('-', ' ').replace(' ', ': ');
  return { file, title, about, on, words: typed.map((word) => quote(word)), typed, env: {} };
}

function catalogByHand(target: string[], catalog: string[]): Wish {
  return {
    ...wish(
      'burstbox-catalog',
      'By hand: does the versioned store lose updates, or serve stale reads?',
      { workflow_dispatch: { inputs: inputs(catalog) } },
      ['t3-micro', 'catalog', '--vus', String(MAX_CLIENTS), '--duration', `${MAX_SECONDS}s`, ...target],
    ),
    words: [
      ...['t3-micro', '"$SCENARIO"', '--vus', '"$CLIENTS"', '--duration', '"$SECONDS_OF_LOAD"s'],
      ...target.map((word) => quote(word)),
    ],
    // An input that stood in the command itself would be run by the shell.
    env: {
      SCENARIO: expression('inputs.scenario'),
      CLIENTS: expression('inputs.clients'),
      SECONDS_OF_LOAD: expression('inputs.seconds'),
    },
  };
}

/** What GitHub puts in its place. */
export function expression(text: string): string {
  return `\${{ ${text} }}`;
}

function inputs(catalog: string[]): object {
  return {
    scenario: {
      description: 'what to play',
      type: 'choice',
      options: ['catalog', ...catalog],
      default: 'catalog',
    },
    clients: { description: `clients, 1 to ${MAX_CLIENTS}`, type: 'number', default: CLIENTS },
    seconds: { description: `seconds of each load, up to ${MAX_SECONDS}`, type: 'number', default: SECONDS },
  };
}
