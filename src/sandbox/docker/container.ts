import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { BurstboxError } from '../../errors.ts';
import { readText } from '../cgroup/kernel-file.ts';
import { captureOutput } from '../process/output.ts';
import { settlesWithin } from '../process/wait.ts';
import { complaint, docker } from './cli.ts';
import { notStarted } from './not-started.ts';
import { type EngineEnv, engineText, toEngine } from './which-engine.ts';

/** Of the answer of `docker inspect`, what we use; the engine's own names. */
export interface Container {
  Id: string;
  /** With a slash before it. */
  Name: string;
  Config: { Labels: Record<string, string> | null };
  HostConfig: {
    /** Bytes; 0 is no limit, as in the two below. */
    Memory: number;
    /** Microseconds of each period. */
    CpuQuota: number;
    /** Microseconds; 0 is the kernel's own. */
    CpuPeriod: number;
    NanoCpus: number;
    NetworkMode: string;
  };
  State: {
    Status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
    OOMKilled: boolean;
    /** On the engine's machine; 0 when it does not run. */
    Pid: number;
    ExitCode: number;
    /** By the engine's clock, with nanoseconds; in the year 1 while it runs. */
    FinishedAt: string;
    /** Why it could not be started, else empty. */
    Error: string;
  };
}

/** A container that runs, or has run. */
export interface StartedContainer {
  container: Container;
  /** Fulfilled when the attached CLI ends: with the container, unless the engine or the CLI fell over. */
  detached: Promise<unknown>;
  startedAtMs: number;
}

/** An engine under full load needs seconds for a start, not minutes. */
const START_TIMEOUT_MS = 60_000;
const START_POLL_MS = 50;

/**
 * Starts a container, its output going to the end of `logFile` from the first byte on.
 * @throws BurstboxError('target') when the engine cannot run its command, 'sandbox' when the engine itself is at fault
 */
export async function startContainer(name: string, logFile: string): Promise<StartedContainer> {
  const startedAtMs = Date.now();
  // Attached to the start and not after it, or early output would be lost; and not by zx, which keeps all of it.
  const attached = spawn('docker', ['start', '--attach', name], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  captureOutput(attached, logFile);
  const detached = new Promise((resolve) => attached.once('close', resolve).once('error', resolve));
  while (Date.now() - startedAtMs < START_TIMEOUT_MS) {
    const over = await settlesWithin(START_POLL_MS, detached);
    const container = await inspectContainer(name);
    const { Status = 'created', Error: why = '' } = container?.State ?? {};
    if (why !== '') throw notStarted(name, why);
    if (container !== undefined && Status !== 'created') return { container, detached, startedAtMs };
    // What never ran has written nothing: the last words are the CLI's own.
    if (over) throw notStarted(name, lastLine(logFile) ?? `see ${logFile}`);
  }
  throw new BurstboxError(
    'sandbox',
    `container ${name} did not start in ${START_TIMEOUT_MS / 1000} s; is the docker engine all right?`,
    { name },
  );
}

function lastLine(file: string): string | undefined {
  const lines = (readText(file) ?? '').trimEnd().split('\n');
  return lines.at(-1)?.replace(/^Error response from daemon: /, '') || undefined;
}

/** Undefined when there is no such container. */
export async function inspectContainer(name: string, engine?: EngineEnv): Promise<Container | undefined> {
  const output = await docker(['container', 'inspect', name], toEngine(engine));
  if (output.exitCode === 0) return (JSON.parse(output.stdout) as Container[])[0];
  if (/no such (container|object)/i.test(output.stderr)) return undefined;
  throw new BurstboxError(
    'sandbox',
    `docker could not inspect container ${name}${engineText(engine)}: ${complaint(output)}; is its engine still running?`,
    { name },
  );
}

const REMOVE_LOOKS = 50;
const REMOVE_POLL_MS = 200;

/**
 * Kills and removes a container with its anonymous volumes. May be called twice, also at the same time.
 * @throws BurstboxError('sandbox') when it stays
 */
export async function removeContainer(name: string, engine?: EngineEnv): Promise<void> {
  const output = await docker(['rm', '--force', '--volumes', name], toEngine(engine));
  for (let look = 0; look < REMOVE_LOOKS; look++) {
    if ((await inspectContainer(name, engine)) === undefined) return;
    await pause(REMOVE_POLL_MS);
  }
  throw new BurstboxError(
    'sandbox',
    `container ${name}${engineText(engine)} could not be removed: ${complaint(output)}; docker rm --force ${name}`,
    { name },
  );
}
