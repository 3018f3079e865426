/** Small histories, every second one broken: by a fault of the store, or by a record that was changed afterwards. */
import type { HistoryRecord } from '../../contract/contract.ts';
import { type Fault, randomOf, type Simulation, simulate } from './simulate-fixtures.ts';

const FAULTS: Fault[] = [
  'lost-update',
  'check-then-write',
  'stale-cache',
  'forget-invalidate',
  'version-back',
  'phantom-ack',
  'invented',
  'dirty',
];
/** A general checker needs exponential time: so many operations on a key it can do. */
const MAX_ON_A_KEY = 30;

/** Number n of a series; those with an even number are valid by construction. */
export function generated(seed: number): HistoryRecord[] {
  const random = randomOf(seed);
  const dice = (most: number) => Math.floor(random() * most);
  const clients = 2 + dice(4);
  const keys = 1 + dice(3);
  const options: Simulation = {
    seed,
    clients,
    keys,
    operations: Math.max(3, Math.floor((keys * (MAX_ON_A_KEY - clients)) / clients / 1.3)),
    reads: 0.3 + 0.4 * random(),
    unknown: dice(2) * 0.15,
    blind: dice(3) === 0 ? 0.3 : 0,
    tellsVersion: dice(3) > 0,
  };
  if (seed % 2 === 0) return simulate(options);
  const fault = FAULTS[dice(FAULTS.length + 4)];
  return fault === undefined ? changed(simulate(options), dice) : simulate({ ...options, fault, oneIn: 2 });
}

/** One or two records say something else than was seen: most are broken by it, and some are not. */
function changed(history: HistoryRecord[], dice: (most: number) => number): HistoryRecord[] {
  const records = history.map((record) => ({ ...record }));
  for (let changes = 1 + dice(2); changes > 0; changes--) {
    const record = records[dice(records.length)];
    const alike = records.filter(
      ({ o, k, s, v }) => o === 'read' && s === 'ok' && k === record?.k && v !== undefined,
    );
    const other = alike[dice(alike.length)];
    if (record === undefined || record.s !== 'ok') continue;
    if (record.o === 'read' && other !== undefined && dice(2) === 0) {
      record.v = other.v as string;
      record.x = other.x as string;
    } else {
      const shift = dice(60) - 30;
      record.b += shift;
      record.e += shift;
    }
  }
  return records;
}
