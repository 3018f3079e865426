/** Runs the command line as a user does, in a world of its own: temp folder, ledger and results. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandNamed, lineOf } from '../../cli/arguments/commands.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { locateCgroups } from '../../sandbox/cgroup/location.ts';
import type { Outcome, RunRecord, Verdict } from '../../store/records/records.ts';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface World {
  /** Temp folder of everything, gone after `end`. */
  folder: string;
  results: string;
  /** Starts `node run.mjs` with these words, split at spaces, in a working folder. */
  start(words: string, env?: Record<string, string>, cwd?: string): Started;
  run(words: string, env?: Record<string, string>, cwd?: string): Promise<Ended>;
  /** Writes a target file for a service in e2e/services and returns its path. */
  target(service: string, env?: Record<string, string>, more?: object): string;
  verdict(): Verdict;
  record(): RunRecord;
  outcome(profile: string, scenario: string): Outcome;
  /** What the command started last has said on stderr so far. */
  stderr(): string;
  /** Command lines of all processes that belong to it now. */
  commandLines(): string[];
  /** Processes, control groups and temp folders of this world that are still there, in words. */
  leftovers(): string[];
  end(): void;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** A test in a world of its own. */
export async function inWorld(body: (world: World) => Promise<void>): Promise<void> {
  const world = newWorld();
  try {
    await body(world);
  } finally {
    world.end();
  }
}

/** One world a test: what a test leaves behind is then its own. */
export function newWorld(root = PROJECT_ROOT): World {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-e2e-'));
  const results = join(folder, 'results');
  const state = join(folder, 'state');
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  const read = <T>(...path: string[]) =>
    JSON.parse(readFileSync(join(results, 'latest', ...path), 'utf8')) as T;
  let said = '';
  const children: ChildProcess[] = [];
  const start = (words: string, env: Record<string, string> = {}, cwd?: string): Started => {
    const ownWorld = { XDG_STATE_HOME: state, TMPDIR: temporary, GITHUB_STEP_SUMMARY: '' };
    const child = spawn(process.execPath, [join(root, 'run.mjs'), ...ownWords(words, results)], {
      env: { ...process.env, ...ownWorld, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd,
    });
    children.push(child);
    said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    return { child, ended: endOf(child) };
  };
  return {
    folder,
    results,
    start,
    run: (words, env, cwd) => start(words, env, cwd).ended,
    target(service, env = {}, more = {}) {
      const path = join(folder, `${service}.json`);
      writeFileSync(path, JSON.stringify(targetFile(service, env, more)));
      return path;
    },
    verdict: () => read('verdict.json'),
    record: () => read('run.json'),
    outcome: (profile, scenario) => read(profile, scenario, 'outcome.json'),
    stderr: () => said,
    commandLines: () =>
      pids()
        .filter((pid) => pid !== process.pid && proc(pid, 'environ').includes(folder))
        .map((pid) => proc(pid, 'cmdline')),
    leftovers: () => [...processesWith(folder), ...groupsOf(results), ...readdirSync(temporary)],
    end() {
      // A test that failed half-way would otherwise wait for what it has started until its file's time is over.
      for (const child of children) child.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A copy of the project with more files in it, built anew; shares node_modules. */
export function copyOfProject(files: Record<string, string>): { folder: string; end(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-copy-'));
  for (const name of PROJECT_PARTS)
    cpSync(join(PROJECT_ROOT, name), join(folder, name), { recursive: true, filter: isNoTest });
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { folder, end: () => rmSync(folder, { recursive: true, force: true }) };
}

/** No build reads them, and they are half of all files. */
function isNoTest(path: string): boolean {
  return !path.endsWith('.test.ts');
}

const PROJECT_PARTS = [
  'package.json',
  'build.mjs',
  'run.mjs',
  'src',
  'scripts',
  'profiles',
  'targets',
  'schema',
];

/** Waits until `look` finds something, at most `seconds`. @throws when it does not. */
export async function eventually<T>(
  seconds: number,
  what: string,
  look: () => T | undefined | false,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(100)) {
    const found = look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** The pid of a process of this world whose command line has the word. */
export function pidOf(world: World, word: string): number | undefined {
  return pids().find(
    (pid) => proc(pid, 'environ').includes(world.folder) && proc(pid, 'cmdline').includes(word),
  );
}

function targetFile(service: string, env: Record<string, string>, more: object): object {
  const script = join(PROJECT_ROOT, 'src', 'testing', 'e2e', 'services', `${service}.mjs`);
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

/** Results go into the world unless the test says where, or the command has none. */
function ownWords(words: string, results: string): string[] {
  const command = commandNamed(words.split(' ')[0]);
  const hasResults = command === undefined || lineOf(command).flags.includes('out');
  return hasResults && !words.includes('--out') ? [...words.split(' '), '--out', results] : words.split(' ');
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
  const runs = namesIn(results).flatMap((name) =>
    name.startsWith('matrix-') ? namesIn(join(results, name)) : [name],
  );
  const { v1, v2 } = locateCgroups('self');
  const folders = [...v1.values(), ...(v2 === undefined ? [] : [v2])];
  return folders
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => runs.some((run) => name.includes(run)));
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** `{'t3-micro ping': 'healthy'}` */
export function statuses({ profiles }: Verdict): Record<string, string> {
  return Object.fromEntries(
    profiles.flatMap((profile) =>
      profile.scenarios.map(({ name, status }) => [`${profile.name} ${name}`, status]),
    ),
  );
}

/** The reference service alone, as `serve` runs it, without its rate limiter. */
export async function startReference(port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const service = spawn(process.execPath, [join(PROJECT_ROOT, 'dist', 'target', 'main.mjs')], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), DISABLE_RATE_LIMITER: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(service.stdout, 'data');
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      service.kill('SIGTERM');
      await once(service, 'exit');
    },
  };
}
