/**
 * Reads timeline.ndjson, which k6's web dashboard records (`--out web-dashboard=record=FILE`).
 *
 * Events: `param` names the statistics of each metric type; `metric` announces metrics as they first appear; `start`;
 * then `snapshot` (one period) and `cumulative` (since the start), whose `data` holds one array a metric, in order of
 * metric name, with the statistics in the order of `param`.
 */
import { textOf } from './store.ts';

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
  let names: string[] = [];
  let aggregates: Record<string, string[]> = {};
  return (line) => {
    const { event, data } = parse(line);
    if (typeof data !== 'object' || data === null) return undefined;
    if (event === 'param') aggregates = (data as { aggregates: Record<string, string[]> }).aggregates;
    if (event === 'metric') {
      for (const [name, { type }] of Object.entries(data as Record<string, { type: string }>))
        types.set(name, type);
      names = [...types.keys()].sort();
    }
    if (event !== 'snapshot' || !Array.isArray(data)) return undefined;
    const values: Snapshot['values'] = {};
    names.forEach((name, index) => {
      const row = data[index];
      if (Array.isArray(row)) values[name] = labelled(aggregates[types.get(name) ?? ''] ?? [], row);
    });
    const t = values.time?.value;
    return t === undefined ? undefined : { t, values };
  };
}

/** All snapshots of a stored run; empty when the file is missing. */
export function readTimeline(path: string): Snapshot[] {
  const read = timelineReader();
  return textOf(path)
    .split('\n')
    .flatMap((line) => read(line) ?? []);
}

function labelled(names: string[], row: unknown[]): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name, index) => (typeof row[index] === 'number' ? [[name, row[index]]] : [])),
  );
}

/** A line cut by a crash is no event. */
function parse(line: string): DashboardEvent {
  if (line === '') return {};
  try {
    return (JSON.parse(line) ?? {}) as DashboardEvent;
  } catch {
    return {};
  }
}
