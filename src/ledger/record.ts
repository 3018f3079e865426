import {
  accessSync,
  constants,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import type { LedgerEntry } from './ledger.ts';

/** What a ledger file holds. */
export interface LedgerRecord {
  schema: 'burstbox/ledger/1';
  /** Who may touch what is listed; only when it is dead may others. Pids mean something on one host only. */
  owner: { pid: number; startTicks: number; host: string };
  run: { id: string; folder: string };
  entries: LedgerEntry[];
}

const SUFFIX = '.json';
const ONLY_US = 0o700;

/** A file that no other process and no other run has. */
export function newRecordFile(runId: string): string {
  return join(ledgerFolder(), `${runId}.${process.pid}${SUFFIX}`);
}

/** The files of this user's ledgers. A file that somebody else has put there is none: its word would have us kill. */
export function recordFiles(): string[] {
  const folder = ledgerFolder();
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => join(folder, name))
    .filter(isOurs);
}

/** Replaces the file in one step, so that a crash leaves the old or the new one. */
export function writeRecord(file: string, record: LedgerRecord): void {
  writeFileSync(`${file}.tmp`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

/** @throws Error when the file is not a ledger */
export function readRecord(file: string): LedgerRecord {
  const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isRecord(record)) throw new Error('it is not a burstbox/ledger/1');
  return record;
}

export function deleteRecord(file: string): void {
  rmSync(file, { force: true });
}

/** Out of the way of the next sweep, but there to be looked at. */
export function setAside(file: string): string {
  const aside = `${file}.broken`;
  renameSync(file, aside);
  return aside;
}

/** State that outlives a reboot belongs there (XDG Base Directory Specification); relative paths in it are to be ignored. */
function ledgerFolder(): string {
  const { XDG_STATE_HOME: stateHome = '' } = process.env;
  const wanted = join(isAbsolute(stateHome) ? stateHome : join(homedir(), '.local', 'state'), 'burstbox');
  try {
    makeFolder(wanted, ONLY_US);
    accessSync(wanted, constants.W_OK);
    return wanted;
  } catch {
    const fallback = join(tmpdir(), `burstbox-state-${userInfo().username}`);
    makeFolder(fallback, ONLY_US);
    if (isOurs(fallback)) return fallback;
    const facts = { wanted, fallback };
    throw new BurstboxError(
      'machine',
      `neither ${wanted} nor ${fallback} is ours to write; set XDG_STATE_HOME`,
      facts,
    );
  }
}

function isOurs(file: string): boolean {
  const owner = statSync(file, { throwIfNoEntry: false })?.uid;
  return owner !== undefined && (process.getuid === undefined || owner === process.getuid());
}

function isRecord(value: unknown): value is LedgerRecord {
  const { schema, owner, run, entries } = fields(value);
  const { pid, startTicks, host } = fields(owner);
  const { id, folder } = fields(run);
  return (
    schema === 'burstbox/ledger/1' &&
    isPid(pid) &&
    typeof startTicks === 'number' &&
    [host, id, folder].every((text) => typeof text === 'string') &&
    Array.isArray(entries) &&
    entries.every(isEntry)
  );
}

function isEntry(value: unknown): value is LedgerEntry {
  const entry = fields(value);
  if (entry.kind === 'process') {
    return isPid(entry.pid) && typeof entry.startTicks === 'number' && typeof entry.group === 'boolean';
  }
  if (entry.kind === 'container') return typeof entry.name === 'string' && isEngine(entry.engine);
  if (entry.kind === 'compose') return typeof entry.project === 'string' && isEngine(entry.engine);
  // An empty mark would be carried by whoever has an empty variable of that name.
  if (entry.kind === 'marked') return typeof entry.mark === 'string' && entry.mark !== '';
  if (entry.kind === 'aside') return typeof entry.path === 'string' && typeof entry.place === 'string';
  return PATHS.includes(String(entry.kind)) && typeof entry.path === 'string';
}

/** It becomes part of the environment of a docker command, and of nothing else. */
function isEngine(value: unknown): boolean {
  if (value === undefined) return true;
  const isVariable = ([name, text]: [string, unknown]) =>
    name.startsWith('DOCKER_') && typeof text === 'string';
  return typeof value === 'object' && value !== null && Object.entries(value).every(isVariable);
}

const PATHS: string[] = ['cgroup', 'folder', 'results', 'draft'] satisfies LedgerEntry['kind'][];

/** Pid 0, 1 and negative ones would have a signal go to groups, to everybody, or to init. */
function isPid(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 1;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
