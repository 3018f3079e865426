/** The service that `init` looks at: one that runs already, or one that is started for it and stopped again. */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BurstboxError } from '../errors.ts';
import { onDisk } from '../files/on-disk.ts';
import { openLedger } from '../ledger/ledger.ts';
import { tempFolder } from '../ledger/own.ts';
import type { TlsFiles } from '../network/tls.ts';
import { listeningPlaces } from '../sandbox/attach/listening-places.ts';
import { freePort } from '../sandbox/free-port.ts';
import { prepareStage } from '../sandbox/prepare/stage.ts';
import type { TargetStart } from '../sandbox/prepare/target-start.ts';
import type { Service } from '../sandbox/sandbox.ts';
import { whereReady } from '../sandbox/where-ready.ts';
import type { Cause } from '../store/records/records.ts';
import { newRunId } from '../store/store.ts';
import { plainText } from '../text/plain-text.ts';

/** As a target file has it. */
export type StartEntry = Pick<TargetStart, 'command' | 'port'> & { cwd?: string };

export interface Running {
  baseUrl: string;
  /** Absent: it ran already. */
  start?: StartEntry;
  tls?: TlsFiles;
}

const GRACE_MS = 5000;
/** No limits are put on a plain process. */
const NO_LIMITS = { cpus: 1, memoryBytes: 2 ** 30 };
const PORT_LOOK_MS = 500;
/** A service that takes its port takes it well before that; one that has its own is found out then. */
const PORT_LOOK_AFTER_MS = 1500;
const LOG_LINES = 3;
const LOG_LINE_CHARS = 200;

/**
 * Starts the command, hands it over when it answers, and stops it, whatever happens.
 * @param file of the target, which the working folder is written relative to
 */
export async function whileStarted<T>(
  command: string[],
  file: string,
  note: (line: string) => void,
  signal: AbortSignal,
  use: (running: Running) => Promise<T>,
): Promise<T> {
  const id = newRunId(new Date(), Math.floor(Math.random() * 2 ** 32)).toLowerCase();
  const ledger = openLedger({ id: `init-${id}`, folder: '' });
  const folder = onDisk(tmpdir(), () => tempFolder('init', ledger));
  const logFile = join(folder.path, 'service.log');
  let service: Service | undefined;
  try {
    const stage = await prepareStage(
      { command, cwd: process.cwd(), env: {} },
      'process',
      ledger,
      () => {},
      signal,
    );
    const port = await freePort();
    const name = `burstbox-init-${id}`.replace(/[^a-z0-9-]/g, '-');
    service = await stage.start?.({ name, limits: NO_LIMITS, env: {}, port, logFile });
    if (service === undefined) throw new Error('a target with a command has no start');
    const { baseUrl, listens } = await untilReady(service, port, logFile, signal);
    if (listens !== port)
      note(
        `the service listens on ${listens}, not on the port that it was given; use {port} in its command, or $PORT`,
      );
    const cwd = relative(dirname(file), process.cwd()) || undefined;
    const start = {
      command,
      ...(cwd === undefined ? {} : { cwd }),
      ...(listens === port ? {} : { port: listens }),
    };
    return await use({ baseUrl, start });
  } finally {
    await service?.stop(GRACE_MS);
    folder.remove();
    ledger.close();
  }
}

/** @returns where it answers. @throws BurstboxError target, with the last words of the service */
async function untilReady(
  service: Service,
  port: number,
  logFile: string,
  signal: AbortSignal,
): Promise<{ baseUrl: string; listens: number }> {
  const gaveUp = new AbortController();
  const giveUp = () => gaveUp.abort();
  signal.addEventListener('abort', giveUp);
  const readyAt = async (at: number) => {
    return { at, ...(await whereReady(at, '/', service, gaveUp.signal)) };
  };
  try {
    if (signal.aborted) giveUp();
    const other = otherPort(service, port, gaveUp.signal).then(readyAt);
    const { at, baseUrl, cause } = await Promise.race([readyAt(port), other]);
    if (cause !== undefined) throw notReady(cause, logFile, signal);
    return { baseUrl, listens: at };
  } finally {
    giveUp();
    signal.removeEventListener('abort', giveUp);
  }
}

/** Settles when the service listens on another port than it was given; not at all where it does not. */
async function otherPort({ pid }: Service, port: number, signal: AbortSignal): Promise<number> {
  await pause(PORT_LOOK_AFTER_MS);
  for (; !signal.aborted && pid !== undefined; await pause(PORT_LOOK_MS)) {
    const found = listeningPlaces(pid)[0]?.port;
    if (found !== undefined && found !== port) return found;
  }
  return await new Promise(() => {});
}

function notReady({ message }: Cause, logFile: string, signal: AbortSignal): BurstboxError {
  if (signal.aborted) return new BurstboxError('interrupted', 'stopped; no target file was written');
  const words = lastWords(logFile);
  const said = words === '' ? 'it printed nothing' : `its last output: ${words}`;
  return new BurstboxError(
    'target',
    `${message}; ${said}; it must listen on $HOST:$PORT, or take {host} and {port} in its command`,
  );
}

function lastWords(logFile: string): string {
  try {
    const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-LOG_LINES);
    return lines.map((line) => plainText(line).trim().slice(0, LOG_LINE_CHARS)).join(' / ');
  } catch {
    return '';
  }
}
