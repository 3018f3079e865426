/** One load by one program: the CPU that it takes for a request, and its memory, while the load is steady. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { takeFigures } from '../../run/drive/figures/figures.ts';
import { endProcess } from '../../sandbox/process/end.ts';
import { processReader } from '../../sandbox/process/reader.ts';
import { processTree } from '../../sandbox/process/tree.ts';
import type { Load, Player } from './players.bench.ts';

export interface Measured {
  /** User and system time, µs. */
  cpuUs: number;
  /** Resident at the end. */
  memoryMib: number;
  requestsPerSecond: number;
}

/** Seconds after the first request. */
export interface Window {
  from: number;
  to: number;
}

/** Connections are made and code is compiled by then. */
const BEGIN_SECONDS = 3;
/** The load goes on so much longer than it is looked at: on a busy machine programs start late, and end in time. */
const MARGIN_SECONDS = 5;
const FIRST_REQUEST_MS = 30_000;
const LOOK_MS = 100;
const GRACE_MS = 5000;

/** @param windows that are looked at; absent: the whole load, after its beginning @throws when no request comes, or the program ends before the load does */
export async function measure(
  { name, program = '', args, env, isTaken }: Player,
  { seconds, ...rest }: Load,
  windows: Window[] = [{ from: BEGIN_SECONDS, to: BEGIN_SECONDS + seconds }],
): Promise<Measured[]> {
  const load = { ...rest, seconds: BEGIN_SECONDS + seconds + MARGIN_SECONDS };
  const figures = isTaken ? await takeFigures(load.folder, true) : undefined;
  const child = spawn(program, [...args(load), ...(figures?.arguments ?? [])], {
    env: {
      ...{ PATH: process.env.PATH, HOME: load.folder, TMPDIR: load.folder },
      ...env?.(load),
      ...figures?.environment,
    },
    cwd: load.folder,
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  await once(child, 'spawn');
  const { pid = 0 } = child;
  try {
    const { requests } = await counted(load.baseUrl);
    for (let waited = 0; (await counted(load.baseUrl)).requests === requests; waited += LOOK_MS) {
      if (waited > FIRST_REQUEST_MS || child.exitCode !== null)
        throw new Error(
          `${name} sent no request (exit code ${child.exitCode}): ${program} ${args(load).join(' ')}`,
        );
      await pause(LOOK_MS);
    }
    const beganMs = Date.now();
    const until = (second: number) => pause(Math.max(0, beganMs + second * 1000 - Date.now()));
    const measured: Measured[] = [];
    for (const { from, to } of windows) {
      await until(from);
      const before = await look(pid, load);
      await until(to);
      const after = await look(pid, load);
      const count = after.requests - before.requests;
      measured.push({
        cpuUs: (1e6 * (after.cpuSeconds - before.cpuSeconds)) / count,
        memoryMib: after.memoryMib,
        requestsPerSecond: (1000 * count) / (after.atMs - before.atMs),
      });
    }
    return measured;
  } finally {
    await endProcess(pid, true, GRACE_MS);
    figures?.end({});
  }
}

async function look(pid: number, { baseUrl }: Load) {
  const values = processReader(pid, () => processTree(pid))();
  const {
    process_cpu_seconds_total: cpuSeconds = Number.NaN,
    process_resident_memory_bytes: bytes = Number.NaN,
  } = values;
  return { cpuSeconds, memoryMib: bytes / 1024 / 1024, atMs: Date.now(), ...(await counted(baseUrl)) };
}

/** What the service has had so far. */
interface Counted {
  requests: number;
  /** Of these, sent by k6. */
  byK6: number;
  preloaded: number;
}

export async function counted(baseUrl: string): Promise<Counted> {
  return (await (await fetch(`${baseUrl}/count`)).json()) as Counted;
}
