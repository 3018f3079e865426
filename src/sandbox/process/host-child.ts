import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { which } from 'zx/core';
import { BurstboxError, reason } from '../../errors.ts';
import { startTicks } from '../../ledger/identity.ts';
import type { Ledger, LedgerEntry } from '../../ledger/ledger.ts';
import { killMarked, MARK, noteIntent } from '../../ledger/marked-processes.ts';
import { sendSignal } from '../../ledger/signal.ts';
import type { ServiceSpec } from '../sandbox.ts';
import { endProcess } from './end.ts';
import { captureOutput } from './output.ts';
import { settlesWithin } from './wait.ts';

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
  const env = { ...process.env, ...spec.env, [MARK]: spec.name };
  checkFolder(spec.cwd);
  const [program = '', ...args] = [...wrapper, await resolveProgram(spec, env), ...spec.command.slice(1)];
  const forget = noteIntent(ledger, spec.name);
  try {
    const child = spawn(program, args, {
      cwd: spec.cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    captureOutput(child, spec.logFile);
    return await follow(child, spec.name, ledger, forget);
  } catch (thrown) {
    killMarked(spec.name);
    forget();
    if (thrown instanceof BurstboxError) throw thrown;
    throw new BurstboxError(
      'target',
      `could not start ${spec.command[0]} in ${spec.cwd} (${reason(thrown)}); check the command in the target file`,
      { command: spec.command, cwd: spec.cwd },
      thrown,
    );
  }
}

function checkFolder(cwd: string): void {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new BurstboxError(
    'target',
    `the service's working folder ${cwd} does not exist; correct "cwd" in the target file`,
    { cwd },
  );
}

/** Looked up here and not by a wrapper, whose complaint would only be in the service's log. */
async function resolveProgram(spec: ServiceSpec, env: NodeJS.ProcessEnv): Promise<string> {
  const [name = ''] = spec.command;
  if (name.includes('/')) return executable(resolve(spec.cwd, name), name);
  const program = name === '' ? null : await which(name, { nothrow: true, path: env.PATH ?? '' });
  if (program !== null) return program;
  throw new BurstboxError(
    'target',
    `the service's command "${name}" is not on PATH; install it or give its path`,
    { name },
  );
}

function executable(path: string, name: string): string {
  try {
    accessSync(path, constants.X_OK);
    if (statSync(path).isFile()) return path;
  } catch {
    // said below
  }
  throw new BurstboxError(
    'target',
    `the service's command "${name}" is not an executable file (${path}); correct it in the target file`,
    { name, path },
  );
}

/** A pipe closes with the last process that holds it; one that we could not find must not hold us. */
const LAST_WORDS_MS = 1000;

async function follow(
  child: ChildProcess,
  name: string,
  ledger: Ledger,
  forget: () => void,
): Promise<HostChild> {
  let ending = false;
  let over = false;
  const closed = once(child, 'close');
  const ended = new Promise<Awaited<HostChild['ended']>>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true;
      const atMs = Date.now();
      // What the service leaves behind goes now: later the number of its group may be somebody else's.
      if (!ending && child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL');
      killMarked(name);
      // Its last words are still on their way.
      void settlesWithin(LAST_WORDS_MS, closed).then(() => resolve({ code, signal, atMs }));
    });
  });
  await once(child, 'spawn');
  const pid = Number(child.pid);
  const entry: LedgerEntry = {
    kind: 'process',
    pid,
    startTicks: startTicks(pid) ?? 0,
    group: true,
  };
  addOrKill(ledger, entry, pid);
  const end = async (graceMs: number) => {
    ending = true;
    if (!over) await endProcess(pid, true, graceMs);
    await ended;
    killMarked(name);
    ledger.remove(entry);
    forget();
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
