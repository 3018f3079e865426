/**
 * Reads timeline.ndjson, whose form is that of k6's web dashboard (`--out web-dashboard=record=FILE`), which wrote it once.
 *
 * Events: `param` names the statistics of each metric type; `metric` announces metrics as they first appear; `start`;
 * then `snapshot` (one period) and `cumulative` (since the start), whose `data` holds one array a metric, in order of
 * metric name, with the statistics in the order of `param`.
 */

import { parseJson } from '../files/json.ts';
import { linesOf } from '../files/lines.ts';

/** One period of the load: statistic by metric, such as `values.op_duration['p(95)']`. */
export interface Snapshot {
  /** Epoch ms at which the period ended. */
  t: number;
  values: Record<string, Record<string, number>>;
}

interface DashboardEvent {
  event?: string;
  data?: unknown;
}

/** Feed it lines as they are written; it returns a snapshot for each line that holds one. */
export function timelineReader(): (line: string) => Snapshot | undefined {
  const types = new Map<string, string>();
  let aggregates: Record<string, string[]> = {};
  let rows: Row[] = [];
  return (line) => {
    const { event, data } = parse(line);
    if (typeof data !== 'object' || data === null) return undefined;
    if (event === 'param') aggregates = (data as { aggregates?: typeof aggregates | null }).aggregates ?? {};
    if (event === 'metric') {
      for (const [name, metric] of Object.entries(data as Record<string, { type?: string } | null>))
        types.set(name, String(metric?.type));
      rows = rowsOf(types, aggregates);
    }
    return event === 'snapshot' && Array.isArray(data) ? snapshotOf(data, rows) : undefined;
  };
}

/** All snapshots of a stored run; empty when the file is missing. */
export function readTimeline(path: string): Snapshot[] {
  const read = timelineReader();
  const snapshots: Snapshot[] = [];
  for (const line of linesOf(path)) {
    const snapshot = read(line);
    if (snapshot !== undefined) snapshots.push(snapshot);
  }
  return snapshots;
}

/** Where a metric stands in the data of a snapshot. */
interface Row {
  index: number;
  name: string;
  statistics: string[];
}

/** The parts that k6 takes a request apart into: half of a timeline, and nobody asks for them. */
const LEFT_OUT = /^(http_req_|iteration_duration|group_duration)/;

function rowsOf(types: Map<string, string>, aggregates: Record<string, string[]>): Row[] {
  return [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type], index) => ({ index, name, statistics: namesIn(aggregates[type]) }))
    .filter(({ name }) => !LEFT_OUT.test(name));
}

/** A damaged file may hold anything. */
function namesIn(statistics: unknown): string[] {
  return Array.isArray(statistics) ? statistics.map(String) : [];
}

function snapshotOf(data: unknown[], rows: Row[]): Snapshot | undefined {
  const values: Snapshot['values'] = {};
  for (const { index, name, statistics } of rows) {
    const row = data[index];
    if (Array.isArray(row)) values[name] = labelled(statistics, row);
  }
  const t = values.time?.value;
  return t === undefined ? undefined : { t, values };
}

function labelled(names: string[], row: unknown[]): Record<string, number> {
  const values: Record<string, number> = {};
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    const value = row[index];
    if (name !== undefined && typeof value === 'number') values[name] = value;
  }
  return values;
}

/** The dashboard wrote these, which nobody reads, between the snapshots. */
const UNREAD = '{"event":"cumulative"';

/** A line cut by a crash is no event. */
function parse(line: string): DashboardEvent {
  if (line === '' || line.startsWith(UNREAD)) return {};
  try {
    return (parseJson(line) ?? {}) as DashboardEvent;
  } catch {
    return {};
  }
}
