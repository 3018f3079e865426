/** Compose, as a plugin of docker or as the older program of its own: whichever is there. */
import { $, type Options, type ProcessOutput } from 'zx/core';
import { BurstboxError } from '../../errors.ts';

export interface Compose {
  /** Words that the command line begins with. */
  command: string[];
  /** Such as `docker-compose 1.29.2`. */
  about: string;
}

const CANDIDATES = [['docker', 'compose'], ['docker-compose']];
/** The older one is a Python program: on a busy machine it takes seconds to begin. */
const VERSION_TIMEOUT = '20s';
const COMMAND_TIMEOUT = '60s';

/** @throws BurstboxError('sandbox') when neither is there */
export async function findCompose(): Promise<Compose> {
  for (const command of CANDIDATES) {
    const output = await compose(command, ['version', '--short'], { timeout: VERSION_TIMEOUT });
    const version = output.stdout.trim();
    if (output.exitCode === 0 && /^v?\d/.test(version))
      return { command, about: `${command.join(' ')} ${version.replace(/^v/, '')}` };
  }
  throw new BurstboxError(
    'sandbox',
    'there is neither docker compose nor docker-compose; install the plugin docker-compose-v2 or the package docker-compose',
  );
}

/** Runs compose to its end. Never rejects: look at `exitCode`, which is null after a timeout. */
export async function compose(
  command: string[],
  args: string[],
  options: Partial<Options> = {},
): Promise<ProcessOutput> {
  // In a session of its own, as docker itself: Ctrl-C must not end the command that removes what it made.
  const manners = { quiet: true, nothrow: true, detached: true, timeout: COMMAND_TIMEOUT } as const;
  return await $({ ...manners, ...options })`${[...command, ...args]}`;
}

/** What both programs say of their progress, and of variables that the file may do without. */
const NOISE =
  /^(time=.*level=warning|WARNING|(Container|Network|Volume|Creating|Starting|Recreating|Building|Pulling)\b|Encountered errors while bringing up)|variable is not set/i;
const MAX_LINES = 3;

/** What compose said last of what is wrong, on one line. */
export function composeComplaint({ stderr, signal, exitCode }: ProcessOutput): string {
  if (signal !== null) return `no answer in time (${signal})`;
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^ERROR: /, '').trim())
    .filter((line) => line !== '' && !NOISE.test(line));
  return lines.slice(-MAX_LINES).join(' ') || `exit code ${exitCode}`;
}
