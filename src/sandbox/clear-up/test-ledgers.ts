import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { test } from 'node:test';
import type { LedgerEntry } from '../../ledger/ledger.ts';

export const RUN = { folder: '/results/of/this/run' };

/** The ledgers of this test only. Returns the folder that they are in. */
export function useStateFolder(t: test.TestContext): string {
  const before = process.env.XDG_STATE_HOME;
  const home = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  process.env.XDG_STATE_HOME = home;
  t.after(() => {
    if (before === undefined) delete process.env.XDG_STATE_HOME;
    else process.env.XDG_STATE_HOME = before;
    rmSync(home, { recursive: true });
  });
  const state = join(home, 'burstbox');
  mkdirSync(state);
  return state;
}

/** A ledger as a process leaves it that died: nobody has started at tick 1 with this pid. */
export function plantLedger(
  state: string,
  entries: LedgerEntry[],
  { owner = { pid: process.pid, startTicks: 1, host: hostname() }, name = 'dead' } = {},
): void {
  const record = { schema: 'burstbox/ledger/1', owner, run: { id: 'dead', ...RUN }, entries };
  writeFileSync(join(state, `${name}.json`), JSON.stringify(record));
}
