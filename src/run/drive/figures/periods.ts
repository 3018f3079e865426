/** Writes timeline.ndjson, a line for each second of the load, in the form of k6's dashboard: see src/store/timeline.ts. */
import { appendFileSync } from 'node:fs';
import { K6_METRIC } from '../../../contract/contract.ts';
import { type Amounts, add, partsOf, typeOf, valuesOf } from './amounts.ts';
import type { Amount, Told } from './tally.ts';

export interface Periods {
  /** More of a series. */
  grown(series: Told, by: Amount): void;
  /** All is told that was until then, epoch ms. */
  until(t: number): void;
}

const AGGREGATES = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'max', 'med', 'min', 'p(90)', 'p(95)', 'p(99)'],
} as const;
/** What is told sooner, at the end of a load, belongs to a second that is not over: its rates would be none. */
const SHORTEST_MS = 500;
const DIGITS = 5;
/** Told at the end of an iteration, under the tags of whichever operation was its last. */
const OF_ITERATIONS = /^(iterations|iteration_duration|data_sent|data_received)$/;

/** @param byOperation also for each operation alone, in twice the bytes: `http_reqs{op:upload}` */
export function writePeriods(path: string, byOperation: boolean): Periods {
  const gauges: Amounts = new Map();
  const types = new Map<string, keyof typeof AGGREGATES>([['time', 'gauge']]);
  let grownBy: Amounts = new Map();
  let before: number | undefined;
  const write = (event: string, data: unknown) => append(path, `${JSON.stringify({ event, data })}\n`);
  write('param', { period: 1000, aggregates: AGGREGATES });
  return {
    grown(series, by) {
      const names = namesOf(series, byOperation);
      for (const name of names) add(series.kind === 'gauge' ? gauges : grownBy, name, by);
    },
    until(t) {
      // A clock that is set back is for the verdict to see.
      if (before !== undefined && Math.abs(t - before) < SHORTEST_MS) return;
      const seconds = before === undefined || t < before ? 1 : (t - before) / 1000;
      const found = new Set([...gauges.keys(), ...grownBy.keys(), ...failuresAmong(grownBy)]);
      const fresh = [...found].filter((name) => !types.has(name));
      for (const name of fresh) types.set(name, gauges.has(name) ? 'gauge' : typeOf(grownBy, name));
      if (before === undefined || fresh.length > 0) write('metric', typesOf(types));
      const rows = [...types.keys()].sort(byName).map((name) => {
        if (name === 'time') return [t];
        const gauge = gauges.get(name);
        if (gauge !== undefined) return [gauge.value];
        return found.has(name) ? rowOf(grownBy, name, seconds) : [];
      });
      write('snapshot', rows);
      grownBy = new Map();
      before = t;
    },
  };
}

function namesOf({ metric, tags }: Told, byOperation: boolean): string[] {
  const { op } = tags;
  return op === undefined || !byOperation || OF_ITERATIONS.test(metric)
    ? [metric]
    : [metric, `${metric}{op:${op}}`];
}

/** Names of the shares that failed, of which there is none where nothing ended. */
function failuresAmong(amounts: Amounts): string[] {
  return [...amounts.keys()]
    .map(partsOf)
    .filter(({ metric }) => metric === K6_METRIC.opDuration || metric.startsWith(K6_METRIC.errorPrefix))
    .map(({ tags }) => K6_METRIC.opFailed + tags);
}

function rowOf(amounts: Amounts, name: string, seconds: number): number[] {
  const type = typeOf(amounts, name);
  const values = valuesOf(amounts, name, seconds, AGGREGATES.trend);
  return AGGREGATES[type].map((statistic) => rounded(values[statistic] ?? 0));
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

function typesOf(types: Map<string, string>): Record<string, { type: string }> {
  return Object.fromEntries([...types].map(([name, type]) => [name, { type }]));
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** A full disk must not stop the load, and the sampler reports it. */
function append(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch {
    // said above
  }
}
