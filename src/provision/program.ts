/** Runs one program to its end: bounded in time and output, stopped with all its children. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { killMarked, MARK, noteIntent } from '../ledger/marked-processes.ts';
import { ownLedger } from '../ledger/own.ts';
import { interrupted } from './job.ts';

export interface Program {
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  limitMs: number;
  /** What is stopped when the signal fires, such as `getting k6 ready`. */
  doing: string;
  signal: AbortSignal;
  /** Open file that takes stdout; without it stdout is part of the output. */
  stdoutFd?: number;
  /** Sees each whole line of the output as it comes. */
  onLine?(line: string): void;
}

/** `output` is the end of stdout and stderr. An exit code of null means that a signal ended the program. */
export type Outcome =
  | { ended: 'exit'; code: number | null; output: string }
  | { ended: 'timeout'; output: string }
  | { ended: 'not-started'; errorCode: string };

/** How much output is kept: enough for any error message, however much a broken program prints. */
const KEPT_CHARACTERS = 65_536;

/** A group of its own lets one kill reach the children too. Windows has no process groups. */
const OWN_GROUP = process.platform !== 'win32';

/**
 * Runs a program and waits until it and its output have ended. It is in our ledger from before it exists.
 * @throws BurstboxError `interrupted` when the signal fires; the program and its children are gone by then
 */
export async function runProgram(program: Program): Promise<Outcome> {
  if (program.signal.aborted) throw interrupted(program.doing);
  const mark = `burstbox-program-${randomUUID()}`;
  const forget = noteIntent(ownLedger, mark);
  let output = '';
  let child: ChildProcess | undefined;
  let cause: 'timeout' | 'abort' | undefined;
  const stop = (why: 'timeout' | 'abort') => {
    cause ??= why;
    if (child) kill(child);
  };
  const onAbort = () => stop('abort');
  program.signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(stop, program.limitMs, 'timeout');
  try {
    child = start(program, mark);
    readText(child, program.onLine, (text) => {
      output = (output + text).slice(-KEPT_CHARACTERS);
    });
    const code = await exitCode(child);
    if (cause === 'abort') throw interrupted(program.doing);
    return cause === 'timeout' ? { ended: 'timeout', output } : { ended: 'exit', code, output };
  } catch (error) {
    const errorCode = startErrorCode(error);
    if (errorCode === undefined) throw error;
    return { ended: 'not-started', errorCode };
  } finally {
    clearTimeout(timer);
    program.signal.removeEventListener('abort', onAbort);
    if (cause !== undefined) killMarked(mark);
    forget();
  }
}

function start(program: Program, mark: string): ChildProcess {
  return spawn(program.file, program.args, {
    env: { ...program.env, [MARK]: mark },
    cwd: program.cwd,
    detached: OWN_GROUP,
    windowsHide: true,
    stdio: ['ignore', program.stdoutFd ?? 'pipe', 'pipe'],
  });
}

function readText(child: ChildProcess, onLine: Program['onLine'], onText: (text: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let unfinished = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      onText(text);
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop()?.slice(-KEPT_CHARACTERS) ?? '';
      if (onLine) for (const line of lines) onLine(line);
    });
  }
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/**
 * SIGKILL at once: what is run here writes only to a staging folder that is deleted, and to Go's caches, which
 * survive it. The streams are closed as well, since a grandchild in another group could hold them open for ever.
 */
function kill(child: ChildProcess): void {
  try {
    if (OWN_GROUP && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // The group has ended already.
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Node reports some failures to start by an event and others by throwing; both name the system call. */
function startErrorCode(error: unknown): string | undefined {
  const { syscall, code } = error as NodeJS.ErrnoException;
  return syscall?.startsWith('spawn') ? (code ?? 'unknown') : undefined;
}
