import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { which } from 'zx';
import { BurstboxError, reason } from '../errors.ts';
import type { Ledger, LedgerEntry } from '../ledger.ts';
import type { ServiceSpec } from '../sandbox.ts';
import { endProcess } from './process-end.ts';
import { startTicks } from './process-identity.ts';
import { sendSignal } from './signal.ts';

/** A service that runs as a child of ours. Its pid is also its session and process group. */
export interface HostChild {
  readonly pid: number;
  readonly ended: Promise<{ code: number | null; signal: string | null; atMs: number }>;
  /** Ends the whole group, politely first. Does nothing when the service has ended by itself. */
  end(graceMs: number): Promise<void>;
}

/**
 * Starts a service on the host, in a session of its own so that Ctrl-C reaches us and not it.
 * It inherits our environment, as a command typed in a shell does.
 * @param wrapper words before the command, such as a shell that does something first
 * @throws BurstboxError('target') when the command or the working folder is not there
 */
export async function startHostChild(
  spec: ServiceSpec,
  ledger: Ledger,
  wrapper: string[] = [],
): Promise<HostChild> {
  const env = { ...process.env, ...spec.env };
  const [program = '', ...args] = [...wrapper, await resolveProgram(spec, env), ...spec.command.slice(1)];
  const log = openSync(spec.logFile, 'a');
  try {
    return await follow(
      spawn(program, args, { cwd: spec.cwd, env, detached: true, stdio: ['ignore', log, log] }),
      ledger,
    );
  } catch (thrown) {
    throw new BurstboxError(
      'target',
      `could not start ${spec.command[0]} in ${spec.cwd} (${reason(thrown)}); check the command and the folder in the target file`,
      { command: spec.command, cwd: spec.cwd },
      thrown,
    );
  } finally {
    closeSync(log);
  }
}

/** Looked up here and not by a wrapper, whose complaint would only be in the service's log. */
async function resolveProgram(
  { command: [name = ''] }: ServiceSpec,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (name.includes('/')) return name;
  const program = name === '' ? null : await which(name, { nothrow: true, path: env.PATH ?? '' });
  if (program !== null) return program;
  throw new BurstboxError(
    'target',
    `the service's command "${name}" is not on PATH; install it or give its path`,
    { name },
  );
}

async function follow(child: ChildProcess, ledger: Ledger): Promise<HostChild> {
  let ending = false;
  let over = false;
  const ended = new Promise<Awaited<HostChild['ended']>>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true;
      // What the service leaves behind goes now: later the number of its group may be somebody else's.
      if (!ending && child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL');
      resolve({ code, signal, atMs: Date.now() });
    });
  });
  await once(child, 'spawn');
  const pid = Number(child.pid);
  const entry: LedgerEntry = { kind: 'process', pid, startTicks: startTicks(pid) ?? 0, group: true };
  addOrKill(ledger, entry, pid);
  const end = async (graceMs: number) => {
    ending = true;
    if (!over) await endProcess(pid, true, graceMs);
    await ended;
    ledger.remove(entry);
  };
  return { pid, ended, end };
}

/** What cannot be noted must not run: after a crash nobody would know of it. */
export function addOrKill(ledger: Ledger, entry: LedgerEntry, pid: number): void {
  try {
    ledger.add(entry);
  } catch (thrown) {
    sendSignal(-pid, 'SIGKILL');
    throw thrown;
  }
}
