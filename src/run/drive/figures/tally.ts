/** What k6 has told so far: each series as it was told last, and what is new since it was asked for that. */
import { FINE, SELDOM, SUMMED } from '../../../contract/contract.ts';
import { addGrowth, type Buckets, SCHEMA, ZERO } from './distribution.ts';
import type { Histogram, Series } from './remote-write.ts';

export type Kind = 'trend' | 'counter' | 'gauge';

/** In all, or in a period. */
export interface Amount {
  kind: Kind;
  /** Of a counter how much, of a gauge the newest. */
  value: number;
  /** Of a trend. */
  buckets: Buckets;
}

export interface Told extends Amount {
  metric: string;
  tags: Record<string, string>;
  /** Of a gauge. */
  least: number;
  most: number;
}

export interface Tally {
  /** Every series as it was told last. */
  readonly all: Told[];
  /** Takes one push. @param grown is called with what is more of a series now @throws Error when it is not in k6's form */
  take(pushed: Series[], grown: (series: Told, by: Amount) => void): void;
}

export function startTally(): Tally {
  const known = new Map<string, Told>();
  return {
    get all() {
      return [...known.values()];
    },
    take(pushed, grown) {
      for (const series of pushed) {
        const read = readingOf(series);
        if (read === undefined) continue;
        const { [SELDOM.tag]: _, ...tags } = series.tags;
        const key = JSON.stringify([read.metric, tags]);
        const before = known.get(key);
        const now: Told = { ...read, tags, least: read.value, most: read.value };
        const by: Amount = { kind: read.kind, value: read.value, buckets: read.buckets };
        if (before !== undefined) {
          now.least = Math.min(before.least, now.least);
          now.most = Math.max(before.most, now.most);
          if (read.kind === 'counter') by.value -= before.value;
          by.buckets = new Map();
          addGrowth(by.buckets, read.buckets, before.buckets);
        }
        known.set(key, now);
        grown(now, by);
      }
    },
  };
}

interface Reading extends Amount {
  metric: string;
}

/** Counters of k6's own; of most others it tells what is counted as a histogram too, and that comes whole: see SUMMED. */
const COUNTERS: Partial<Record<string, string>> = {
  dropped_iterations_total: 'dropped_iterations',
  data_sent_total: 'data_sent',
  data_received_total: 'data_received',
};
/** Each is told once for each of what it counts. */
const COUNTED_BY: Partial<Record<string, string>> = {
  http_req_duration_seconds: 'http_reqs',
  iteration_duration_seconds: 'iterations',
};
const GAUGES: Partial<Record<string, string>> = { vus: 'vus', vus_max: 'vus_max' };
const NONE: Buckets = new Map();

/** Undefined for what nobody asks for. */
function readingOf({ name, tags, value, histogram }: Series): Reading | undefined {
  if (histogram !== undefined) return histogramReading(name, tags[SELDOM.tag], histogram);
  if (!Number.isFinite(value)) return undefined;
  const counter = COUNTERS[name];
  if (counter !== undefined) return { metric: counter, kind: 'counter', value, buckets: NONE };
  const gauge = GAUGES[name];
  return gauge === undefined ? undefined : { metric: gauge, kind: 'gauge', value, buckets: NONE };
}

function histogramReading(
  name: string,
  seldom: string | undefined,
  { schema, ...told }: Histogram,
): Reading | undefined {
  const counted = COUNTED_BY[name];
  if (counted !== undefined) return { metric: counted, kind: 'counter', value: told.count, buckets: NONE };
  const summed = name === SELDOM.metric ? seldom : before(name, SUMMED.ending);
  if (summed !== undefined) return { metric: summed, kind: 'counter', value: told.sum, buckets: NONE };
  const metric = before(name, FINE.ending);
  if (metric === undefined) return undefined;
  if (schema !== SCHEMA) throw new Error(`a histogram of schema ${schema}; expected ${SCHEMA}`);
  const buckets = told.buckets();
  if (told.zeroCount > 0) buckets.set(ZERO, told.zeroCount);
  return { metric, kind: 'trend', value: told.count, buckets };
}

function before(name: string, ending: string): string | undefined {
  return name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;
}
