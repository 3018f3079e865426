import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { reason } from '../../errors.ts';
import { isAlive, startTicks } from '../../ledger/identity.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import {
  deleteRecord,
  type LedgerRecord,
  readRecord,
  recordFiles,
  setAside,
  writeRecord,
} from '../../ledger/record.ts';
import { DistrustedError, removeEntry } from './remove-entry.ts';

/** What was done about the ledger of one dead run. */
export interface Swept {
  /** The run whose process died; undefined when the ledger could not be read. */
  run: { id: string; folder: string } | undefined;
  /** What was still there, and is there no more. */
  removed: LedgerEntry[];
  /** One sentence for each thing that could not be removed. */
  troubles: string[];
}

/**
 * Clears up after processes that died before they could: finds their ledgers, removes what those list and then the
 * ledgers. Ledgers of living processes and of other hosts (a home on a network) are not touched. What cannot be
 * removed now stays in its ledger for the next sweep.
 */
export async function sweep(): Promise<Swept[]> {
  const swept: Swept[] = [];
  for (const file of recordFiles()) {
    const record = readOrSetAside(file);
    if (record === undefined) continue;
    if ('troubles' in record) swept.push(record);
    else if (isAbandoned(record)) swept.push(await clear(file, record));
  }
  return swept;
}

/**
 * Removes all that this process itself has started: for a user who does not want to wait for a polite end. The ledger
 * stays for the next sweep, since something may just be starting.
 */
export async function sweepOwn(): Promise<void> {
  const own = recordFiles().map(readOrSetAside);
  for (const record of own)
    if (record !== undefined && 'entries' in record && isOwn(record))
      for (const entry of record.entries.toReversed()) await removeEntry(entry).catch(() => {});
}

/** Undefined when another command has swept it at this moment. */
function readOrSetAside(file: string): LedgerRecord | Swept | undefined {
  try {
    return readRecord(file);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const trouble = `the ledger ${basename(file)} cannot be read (${reason(thrown)}) and is now ${setAside(file)}; look in it for what may still run`;
    return { run: undefined, removed: [], troubles: [trouble] };
  }
}

/** A pid alone could be that of a run of another host or before a reboot. */
function isOwn({ owner }: LedgerRecord): boolean {
  return (
    owner.pid === process.pid &&
    owner.host === hostname() &&
    owner.startTicks === (startTicks(process.pid) ?? 0)
  );
}

function isAbandoned({ owner }: LedgerRecord): boolean {
  return owner.host === hostname() && !isAlive(owner.pid, owner.startTicks);
}

/** After that an engine has made, or given up, what a killed client asked for. */
const FRESH_MS = 30_000;

/** Newest first: a process before the folder it writes to. */
async function clear(file: string, record: LedgerRecord): Promise<Swept> {
  const swept: Swept = { run: record.run, removed: [], troubles: [] };
  const left: LedgerEntry[] = [];
  const isFresh = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < FRESH_MS;
  for (const entry of record.entries.toReversed()) {
    try {
      if (await removeEntry(entry, isFresh)) swept.removed.push(entry);
    } catch (thrown) {
      swept.troubles.push(reason(thrown));
      // There is no second try for what we refuse to touch.
      if (!(thrown instanceof DistrustedError)) left.unshift(entry);
    }
  }
  if (left.length === 0) deleteRecord(file);
  else writeRecord(file, { ...record, entries: left });
  return swept;
}
