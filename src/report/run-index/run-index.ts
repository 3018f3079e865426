/** results/index.html: the runs below a folder, newest first, and how each scenario has fared over them. */
import { join } from 'node:path';
import { reason } from '../../errors.ts';
import { writeWhole } from '../../store/store.ts';
import { historyPage } from './page.ts';
import { readPastRuns } from './past-runs.ts';
import { trendsOf } from './trends.ts';

const HISTORY_FILE = 'index.html';

/** Writes it anew from what the runs have stored. That it cannot is a note: the runs themselves are there. */
export function writeHistory(out: string, note: (line: string) => void): void {
  try {
    const runs = readPastRuns(out);
    if (runs.length > 0) writeWhole(join(out, HISTORY_FILE), historyPage(runs, trendsOf(runs)));
  } catch (error) {
    note(`could not write the list of runs: ${reason(error)}`);
  }
}
