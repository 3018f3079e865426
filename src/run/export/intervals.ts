/** Writes a line of JSON for each interval of the load to intervals.ndjson, while it runs. */
import { appendFileSync } from 'node:fs';
import { onDisk } from '../../files/on-disk.ts';
import type { Figures, OperationFigures } from './figures.ts';

/**
 * One interval. Requests, bytes and errors are sums. Latencies of more than one second cannot be put together exactly: of the medians it is
 * the mean, weighted by requests, and of p95 and p99 the highest, which is no less than the true one.
 */
interface Interval {
  schema: 'burstbox/interval/1';
  /** Epoch ms at which it ended. */
  t: number;
  seconds: number;
  users: number;
  operations: Record<string, OperationFigures & { perSecond: number; megabytesPerSecond?: number }>;
  errors: Record<string, number>;
}

export interface Intervals {
  /** Takes what one second of the load has shown. */
  period(figures: Figures): void;
  /** Writes what has come since the last whole interval. */
  end(): void;
}

const MB = 1_000_000;

export function intervalWriter(path: string, seconds: number): Intervals {
  let since: Figures[] = [];
  const write = () => {
    if (since.length > 0) onDisk(path, () => appendFileSync(path, `${JSON.stringify(intervalOf(since))}\n`));
    since = [];
  };
  return {
    period(figures) {
      since.push(figures);
      if (since.length >= seconds) write();
    },
    end: write,
  };
}

export function intervalOf(periods: readonly Figures[]): Interval {
  const seconds = periods.length;
  const ops = new Set(periods.flatMap(({ operations }) => Object.keys(operations)));
  const errors: Record<string, number> = {};
  for (const period of periods)
    for (const [code, count] of Object.entries(period.errors)) errors[code] = (errors[code] ?? 0) + count;
  return {
    schema: 'burstbox/interval/1',
    t: Math.max(...periods.map(({ t }) => t)),
    seconds,
    users: Math.max(...periods.map(({ users }) => users)),
    operations: Object.fromEntries(
      [...ops].sort().map((op) => {
        const all = together(periods.flatMap(({ operations }) => operations[op] ?? []));
        const moved = all.bytes === 0 ? {} : { megabytesPerSecond: all.bytes / MB / seconds };
        return [op, { ...all, perSecond: all.requests / seconds, ...moved }];
      }),
    ),
    errors,
  };
}

function together(all: OperationFigures[]): OperationFigures {
  const sum = (key: 'requests' | 'bytes') => all.reduce((total, each) => total + each[key], 0);
  const highest = (key: keyof OperationFigures) => {
    const values = all.flatMap((each) => each[key] ?? []);
    return values.length === 0 ? {} : { [key]: Math.max(...values) };
  };
  const mean = (key: 'medianMs' | 'failedShare') => {
    const known = all.filter((each) => each[key] !== undefined);
    const weight = known.reduce((total, { requests }) => total + Math.max(requests, 1), 0);
    const weighed = known.reduce((total, each) => total + (each[key] ?? 0) * Math.max(each.requests, 1), 0);
    return weight === 0 ? {} : { [key]: weighed / weight };
  };
  return {
    requests: sum('requests'),
    bytes: sum('bytes'),
    ...mean('failedShare'),
    ...mean('medianMs'),
    ...highest('p95Ms'),
    ...highest('p99Ms'),
    ...highest('firstByteP95Ms'),
  };
}
