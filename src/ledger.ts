/**
 * What this process started and has not yet removed, kept on disk so that the next command can clear up after a
 * crash. An entry is written before (a name we choose) or right after (a process id) the thing exists.
 */
export type LedgerEntry =
  | { kind: 'process'; pid: number; startTicks: number; group: boolean }
  | { kind: 'container'; name: string }
  | { kind: 'cgroup'; path: string }
  | { kind: 'folder'; path: string };

export interface Ledger {
  /** Written to disk before it returns. */
  add(entry: LedgerEntry): void;
  remove(entry: LedgerEntry): void;
}
