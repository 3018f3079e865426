/** Runs one k6 process: its environment, its log, its end. What the load showed is in the files it leaves. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NOT_SUPPORTED, SCRIPT_ENV } from '../../contract/contract.ts';
import { withDeadline } from '../../deadline.ts';
import { BurstboxError, reason } from '../../errors.ts';
import { startTicks } from '../../ledger/identity.ts';
import type { Ledger, LedgerEntry } from '../../ledger/ledger.ts';
import { MARK, noteIntent } from '../../ledger/marked-processes.ts';
import { k6Way, request } from '../../network/way.ts';
import type { MemoryLimits } from '../../plan/generator-memory.ts';
import { endProcess } from '../../sandbox/process/end.ts';
import { addOrKill } from '../../sandbox/process/host-child.ts';
import { howEnded } from '../../store/how-ended.ts';
import type { Cause } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { CONSOLE_FILE, keepConsole, openConsole } from './console.ts';
import { withoutVariables } from './env-words.ts';
import { k6Environment } from './environment.ts';
import { type Figures, takeFigures } from './figures/figures.ts';
import type { Drive, DriveEnd, LoadOrder } from './generator.ts';
import { readK6 } from './health.ts';
import { cappedLog, newMark } from './log.ts';
import { guardMemory } from './memory-guard.ts';

export interface DriveSpec {
  /** Path of the k6 binary. */
  k6: string;
  /** Path of the scenario's bundle. */
  bundle: string;
  /** Folder that timeline, summary and log are written to. */
  folder: string;
  /** Parameters by their SCRIPT_ENV name. They travel by environment: a command line is readable by everyone. */
  parameters: Record<string, string>;
  /** Extra words of the user's for `k6 run`. */
  k6Args: string[];
  /** Free port on 127.0.0.1 for k6's own API. */
  apiPort: number;
  /** Records the timeline also for each operation alone, in twice the bytes: `http_reqs{op:upload}`. */
  byOperation: boolean;
  /** Free port on 127.0.0.1 for k6's web dashboard; absent when it is not served. */
  dashboardPort?: number;
  /** What is done with figures that leave. */
  exported?: LoadOrder['exported'];
  /** The scenario stores something on the service or writes a history: what it says of that is kept in files of its own. */
  tells: boolean;
  /** How long a turn that is under way when the load ends is waited for. */
  drainSeconds: number;
  memory: MemoryLimits;
}

/** A load by k6. */
export interface K6Drive extends Drive {
  readonly pid: number;
}

/** After the stop call handleSummary runs, once each VU has finished its turn or used up the time for that. */
const SUMMARY_SECONDS = 15;
const TERM_GRACE_MS = 3000;
const API_TIMEOUT_MS = 5000;

/** @throws BurstboxError provision when the binary cannot be started. */
export async function startDrive(spec: DriveSpec, ledger: Ledger): Promise<K6Drive> {
  const figures = await takeFigures(spec.folder, spec.byOperation, spec.exported?.send);
  const mark = newMark();
  const forget = noteIntent(ledger, mark);
  if (spec.tells) openConsole(spec.folder);
  const child = spawn(spec.k6, commandLine(spec, figures), {
    env: { ...environment(spec, figures, mark), [MARK]: mark },
    // A session of its own: Ctrl-C is for us, and we stop k6 politely.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const pid = await spawned(child, spec.k6).catch((error) => {
    figures.end({});
    forget();
    throw error;
  });
  const entry: LedgerEntry = { kind: 'process', pid, startTicks: startTicks(pid) ?? 0, group: true };
  addOrKill(ledger, entry, pid);
  const log = cappedLog(child.stderr, join(spec.folder, FILES.k6Log), mark);
  let asked = false;
  const exited = exitOf(child);
  const graceMs = (spec.drainSeconds + SUMMARY_SECONDS) * 1000;
  const stop = async () => {
    asked = true;
    await stopThroughApi(spec.apiPort);
    const inTime = await Promise.race([exited.then(() => true), pause(graceMs, false, { ref: false })]);
    if (!inTime) await endProcess(pid, true, TERM_GRACE_MS);
  };
  const guard = guardMemory(pid, spec.memory, stop);
  child.once('exit', guard.end);
  const ended = exited.then(async ({ code, signal }): Promise<DriveEnd> => {
    ledger.remove(entry);
    forget();
    const { scriptExceptions, lastError, told } = await log;
    const toldBesides = spec.tells
      ? await keepConsole(spec.folder, CAME_TO_ITS_END.includes(code), mark)
      : undefined;
    figures.end({ ...told, ...toldBesides });
    const oomKilled = signal === 'SIGKILL' && !asked ? guard.killed() : undefined;
    const cause = guard.cause() ?? oomKilled ?? causeOf(code, signal, asked, lastError);
    return { exit: { exitCode: code, signal, scriptExceptions }, ...(cause === undefined ? {} : { cause }) };
  });
  return { pid, stats: readK6(pid), ended, stop };
}

function commandLine(spec: DriveSpec, figures: Figures): string[] {
  const { bundle, folder, k6Args, apiPort, dashboardPort, tells } = spec;
  const ours = [
    '--quiet',
    '--no-color',
    '--log-format',
    'json',
    ...figures.arguments,
    ...(dashboardPort === undefined
      ? []
      : ['--out', `web-dashboard=period=1s&host=127.0.0.1&port=${dashboardPort}`]),
    '--address',
    `127.0.0.1:${apiPort}`,
    ...(tells ? ['--console-output', join(folder, CONSOLE_FILE)] : []),
  ];
  return ['run', ...ours, ...tagsOf(spec), ...withoutVariables(k6Args).words, bundle];
}

/** They are only given where the user has k6 itself send figures: k6 would not show them. */
function tagsOf({ k6Args, exported }: DriveSpec): string[] {
  if (!hasOutput(k6Args)) return [];
  return Object.entries(exported?.tags ?? {}).flatMap(([name, value]) => ['--tag', `${name}=${value}`]);
}

/** Somebody else is shown the metrics of the script then, and knows them by their names. */
function hasOutput(k6Args: string[]): boolean {
  return k6Args.some((word) => OUT.test(word));
}

const OUT = /^(--out|-o)/;

/** The folder of the scenario has no settings of k6, so it stands for the user's home. */
function environment(spec: DriveSpec, figures: Figures, secretMark: string): NodeJS.ProcessEnv {
  const { parameters, folder, k6Args, memory, dashboardPort } = spec;
  const isShown = dashboardPort !== undefined || hasOutput(k6Args);
  return k6Environment(folder, memory, {
    ...withoutVariables(k6Args).variables,
    ...k6Way(),
    ...parameters,
    ...figures.environment,
    [SCRIPT_ENV.told]: isShown ? 'besides' : 'yes',
    [SCRIPT_ENV.secretMark]: secretMark,
  });
}

async function spawned(child: ChildProcess, k6: string): Promise<number> {
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new BurstboxError('provision', `could not start k6 (${k6}): ${reason(error)}`, { k6 }, error);
  }
  return child.pid ?? Number.NaN;
}

function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
}

/** https://grafana.com/docs/k6/latest/reference/k6-rest-api/: the run ends with exit code 103 and a summary. */
async function stopThroughApi(port: number): Promise<void> {
  const body = JSON.stringify({ data: { type: 'status', id: 'default', attributes: { stopped: true } } });
  await withDeadline(API_TIMEOUT_MS, undefined, (signal) =>
    request(`http://127.0.0.1:${port}/v1/status`, { method: 'PATCH', body, signal, redirect: 'error' }),
  ).catch(() => {}); // k6 not up yet, or gone: the grace period decides
}

/** https://github.com/grafana/k6/blob/master/errext/exitcodes/codes.go */
const K6_EXIT = {
  ok: 0,
  thresholdsFailed: 99,
  setupTimeout: 100,
  /** The load itself was whole. */
  teardownTimeout: 101,
  /** Through the API, or by a threshold; the script's teardown has run. */
  aborted: 103,
  invalidConfig: 104,
  scriptException: 107,
  scriptAborted: 108,
};
const WHOLE_LOAD: (number | null)[] = [K6_EXIT.ok, K6_EXIT.thresholdsFailed, K6_EXIT.teardownTimeout];
/** After these nothing of the script was left out. */
const CAME_TO_ITS_END: (number | null)[] = [K6_EXIT.ok, K6_EXIT.thresholdsFailed, K6_EXIT.aborted];
const SCRIPT_FAILED: (number | null)[] = [
  K6_EXIT.setupTimeout,
  K6_EXIT.invalidConfig,
  K6_EXIT.scriptException,
  K6_EXIT.scriptAborted,
];

function causeOf(
  code: number | null,
  signal: string | null,
  asked: boolean,
  lastError: string | undefined,
): Cause | undefined {
  const atMs = Date.now();
  if (asked || WHOLE_LOAD.includes(code)) return undefined;
  const lacking = lastError?.indexOf(NOT_SUPPORTED) ?? -1;
  if (code === K6_EXIT.scriptException && lastError !== undefined && lacking !== -1)
    return { id: 'not-supported', message: lastError.slice(lacking), atMs };
  const said = lastError === undefined ? '' : `: ${lastError}`;
  if (SCRIPT_FAILED.includes(code))
    return { id: 'script-failed', message: `the scenario script failed (k6 exit code ${code})${said}`, atMs };
  return {
    id: 'generator-failed',
    message: `k6 was ended ${howEnded(code, signal)} mid-run${said}`,
    atMs,
  };
}
