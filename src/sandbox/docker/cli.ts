import { $, type Options, type ProcessOutput, type ProcessPromise } from 'zx/core';

/** Far above what a healthy engine needs for a create, inspect or rm, also on a machine under full load. */
const COMMAND_TIMEOUT = '60s';

/**
 * How every command is run: rejecting nothing, printing nothing, and in a session of its own, so that Ctrl-C does not
 * end the command that removes a container.
 */
const MANNERS = { quiet: true, nothrow: true, detached: true } as const;

/** Runs the docker CLI to its end. Never rejects: look at `exitCode`, which is null after a timeout. */
export function docker(args: string[], options: Partial<Options> = {}): ProcessPromise {
  return $({ ...MANNERS, timeout: COMMAND_TIMEOUT, ...options })`docker ${args}`;
}

/** The same for a command that lasts as long as its container. */
export function dockerUnbounded(args: string[]): ProcessPromise {
  return $(MANNERS)`docker ${args}`;
}

/** What the CLI said last, or that it said nothing. */
export function complaint({ stderr, signal, exitCode }: ProcessOutput): string {
  if (signal !== null) return `no answer in time (${signal})`;
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('See ') && line.trim() !== '');
  return lines.at(-1)?.replace(/^(docker: )?Error response from daemon: /, '') ?? `exit code ${exitCode}`;
}
