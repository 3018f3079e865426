import { $, type Options, type ProcessOutput, type ProcessPromise, which } from 'zx/core';
import { BurstboxError } from '../../errors.ts';

/** Far above what a healthy engine needs for a create, inspect or rm, also on a machine under full load. */
const COMMAND_TIMEOUT = '60s';

/** The answer of `docker info` that we use; the engine's own names. */
export interface EngineInfo {
  ServerVersion: string;
  CgroupVersion?: string;
  OperatingSystem: string;
  CpuCfsQuota: boolean;
  MemoryLimit: boolean;
}

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

/** The engine answers in milliseconds, or it hangs. */
const INFO_TIMEOUT = '10s';

/**
 * Asks the engine what it is.
 * @throws BurstboxError('sandbox') with why there is no usable engine and what to do
 */
export async function engineInfo(): Promise<EngineInfo> {
  if ((await which('docker', { nothrow: true })) === null) {
    throw new BurstboxError('sandbox', 'there is no docker command on PATH; install docker');
  }
  const output = await docker(['info', '--format', '{{json .}}'], { timeout: INFO_TIMEOUT });
  // The CLI exits 0 also without an engine when a format is given; then its answer has no server.
  const info =
    output.exitCode === 0
      ? (JSON.parse(output.stdout) as EngineInfo & { ServerErrors?: string[] })
      : undefined;
  if (info?.ServerVersion) return info;
  throw new BurstboxError('sandbox', explain(info?.ServerErrors?.join(' ') ?? complaint(output)));
}

/** The states that a user can do something about, in the words of the CLI. */
function explain(said: string): string {
  if (/permission denied/i.test(said)) {
    return 'docker is there but this user may not use its engine; add the user to the group docker or run as root';
  }
  if (/cannot connect|is the docker daemon running|connection refused|no such file/i.test(said)) {
    return 'docker is there but its engine does not run; start it (systemctl start docker, or dockerd)';
  }
  return `the docker engine does not answer (${said}); see docker info`;
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
