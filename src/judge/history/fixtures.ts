/** Histories for tests, by the same way that a stored one takes. */
import type { HistoryRecord } from '../../contract/contract.ts';
import { History, type Operation } from './history.ts';
import { parseLine } from './parse-line.ts';

export function historyOf(records: HistoryRecord[]): History {
  const history = new History();
  const scratch = {} as Operation;
  for (const record of records) {
    const line = Buffer.from(JSON.stringify(record));
    if (!parseLine(line, 0, line.length, history.texts, scratch)) throw new Error(`no record: ${line}`);
    history.add(scratch);
  }
  return history;
}
