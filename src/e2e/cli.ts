/** Runs the command line as a user does, in a world of its own: temp folder, ledger and results. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findK6 } from '../provision.ts';
import type { Outcome, RunRecord, Verdict } from '../records.ts';
import { PROJECT_ROOT } from '../root.ts';
import { locateCgroups } from '../sandbox/cgroup-location.ts';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface World {
  /** Temp folder of everything, gone after `end`. */
  folder: string;
  results: string;
  start(args: string[], env?: Record<string, string>): Started;
  run(args: string[], env?: Record<string, string>): Promise<Ended>;
  /** Writes a target file for a service in e2e/services and returns its path. */
  target(service: string, env?: Record<string, string>, more?: object): string;
  verdict(): Verdict;
  record(): RunRecord;
  outcome(profile: string, scenario: string): Outcome;
  /** Processes, control groups and temp folders of this world that are still there, in words. */
  leftovers(): string[];
  end(): void;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** One world a test: what a test leaves behind is then its own. */
export function newWorld(root = PROJECT_ROOT): World {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-e2e-'));
  const results = join(folder, 'results');
  const state = join(folder, 'state');
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  const read = <T>(...path: string[]) => JSON.parse(readFileSync(join(results, 'latest', ...path), 'utf8')) as T;
  const start = (args: string[], env: Record<string, string> = {}): Started => {
    const ownWorld = { XDG_STATE_HOME: state, TMPDIR: temporary };
    const child = spawn(process.execPath, [join(root, 'run.mjs'), '--out', results, ...args], {
      env: { ...process.env, ...ownWorld, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { child, ended: endOf(child) };
  };
  return {
    folder,
    results,
    start,
    run: (args, env) => start(args, env).ended,
    target(service, env = {}, more = {}) {
      const path = join(folder, `${service}.json`);
      writeFileSync(path, JSON.stringify(targetFile(service, env, more)));
      return path;
    },
    verdict: () => read('verdict.json'),
    record: () => read('run.json'),
    outcome: (profile, scenario) => read(profile, scenario, 'outcome.json'),
    leftovers: () => [...processesWith(folder), ...groupsOf(results), ...readdirSync(temporary)],
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Waits until `look` finds something, at most `seconds`. @throws when it does not. */
export async function eventually<T>(seconds: number, what: string, look: () => T | undefined | false): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(100)) {
    const found = look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** The pid of a process of this world whose command line has the word. */
export function pidOf(world: World, word: string): number | undefined {
  return pids().find((pid) => proc(pid, 'environ').includes(world.folder) && proc(pid, 'cmdline').includes(word));
}

/** Whether k6 is here already: otherwise the first run that needs it takes minutes. */
export async function k6IsHere(): Promise<boolean> {
  return (await findK6()).k6 !== undefined;
}

function targetFile(service: string, env: Record<string, string>, more: object): object {
  const script = join(PROJECT_ROOT, 'src', 'e2e', 'services', `${service}.mjs`);
  const reference = JSON.parse(readFileSync(join(PROJECT_ROOT, 'targets', 'reference.json'), 'utf8'));
  return {
    schema: 'burstbox/target/1',
    about: service,
    start: { command: [process.execPath, script], env },
    health: '/health',
    routes: reference.routes,
    ...more,
  };
}

function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

function pids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function proc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function processesWith(text: string): string[] {
  return pids()
    .filter((pid) => pid !== process.pid && proc(pid, 'environ').includes(text))
    .map((pid) => `process ${pid}: ${proc(pid, 'cmdline').replaceAll('\0', ' ')}`);
}

function groupsOf(results: string): string[] {
  const runs = readdirSync(results, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const { v1, v2 } = locateCgroups('self');
  const folders = [...v1.values(), ...(v2 === undefined ? [] : [v2])];
  return folders.flatMap((folder) => readdirSync(folder)).filter((name) => runs.some((run) => name.includes(run.name)));
}
