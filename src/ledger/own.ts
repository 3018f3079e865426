/** The ledger of this process, for what belongs to no run: programs that help, temp folders, files that are half written. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTicks } from './identity.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { deleteRecord, newRecordFile, writeRecord } from './record.ts';

/** First part of the name of every temp folder of ours that may stand in a ledger. */
export const FOLDER_PREFIX = 'burstbox-';

const entries = new Map<string, LedgerEntry>();

/** Its file is there only while something is in it. @throws what the disk refuses with, as it comes */
export const ownLedger: Ledger = {
  add(entry) {
    entries.set(JSON.stringify(entry), entry);
    save();
  },
  remove(entry) {
    if (entries.delete(JSON.stringify(entry))) save();
  },
};

export interface TempFolder {
  path: string;
  remove(): void;
}

/** A new folder that only we can look into, in the ledger before it exists. @param what it is for, one word */
export function tempFolder(what: string, ledger: Ledger = ownLedger): TempFolder {
  const path = join(tmpdir(), `${FOLDER_PREFIX}${what}-${randomUUID()}`);
  const entry = { kind: 'folder', path } as const;
  ledger.add(entry);
  mkdirSync(path, { mode: 0o700 });
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      ledger.remove(entry);
    },
  };
}

function save(): void {
  const file = newRecordFile('own');
  if (entries.size === 0) {
    deleteRecord(file);
    return;
  }
  const owner = { pid: process.pid, startTicks: startTicks(process.pid) ?? 0, host: hostname() };
  const run = { id: '', folder: '' };
  writeRecord(file, { schema: 'burstbox/ledger/1', owner, run, entries: [...entries.values()] });
}
