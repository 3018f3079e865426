import { hostname } from 'node:os';
import { onDisk } from '../files/on-disk.ts';
import { startTicks } from './identity.ts';
import { deleteRecord, newRecordFile, writeRecord } from './record.ts';

/**
 * What this process started and has not yet removed, kept on disk so that the next command can clear up after a
 * crash. An entry is written before the thing exists; a process id, which is only known afterwards, comes on top of its mark.
 */
export type LedgerEntry =
  | { kind: 'process'; pid: number; startTicks: number; group: boolean }
  /** All that carries this mark in its environment: noted before it is started. */
  | { kind: 'marked'; mark: string }
  /** `engine`: the environment variables that lead to the engine that made it. */
  | { kind: 'container'; name: string; engine?: Readonly<Record<string, string>> }
  /** All that compose made for a project of ours. */
  | { kind: 'compose'; project: string; engine?: Readonly<Record<string, string>> }
  | { kind: 'cgroup'; path: string }
  /** A temp folder, or one in which k6 is made ready; goes with all that is in it. */
  | { kind: 'folder'; path: string }
  /** A folder for results; goes when nothing has come into it. */
  | { kind: 'results'; path: string }
  /** A file or folder that is half written, beside the place where it belongs. */
  | { kind: 'draft'; path: string }
  /** What was moved out of its place to be replaced; it goes back when nothing has come there. */
  | { kind: 'aside'; path: string; place: string };

export interface Ledger {
  /** Written to disk before it returns. */
  add(entry: LedgerEntry): void;
  remove(entry: LedgerEntry): void;
}

/** The ledger of a run, as the process that runs it holds it. */
export interface OpenLedger extends Ledger {
  /** Takes the file away when nothing is left in it; what is left is for the next sweep. */
  close(): void;
}

/**
 * Opens the ledger of a run. Its file is there from now on, so that even a run that dies with nothing to remove is
 * known to have died.
 * @param run its id, which is part of the file's name, and its results folder
 */
export function openLedger(run: { id: string; folder: string }): OpenLedger {
  const file = onDisk('the ledger', () => newRecordFile(run.id));
  const owner = { pid: process.pid, startTicks: startTicks(process.pid) ?? 0, host: hostname() };
  const entries = new Map<string, LedgerEntry>();
  const write = () =>
    onDisk(file, () =>
      writeRecord(file, { schema: 'burstbox/ledger/1', owner, run, entries: [...entries.values()] }),
    );
  write();
  return {
    add(entry) {
      entries.set(JSON.stringify(entry), entry);
      write();
    },
    remove(entry) {
      entries.delete(JSON.stringify(entry));
      write();
    },
    close() {
      if (entries.size === 0) deleteRecord(file);
    },
  };
}
