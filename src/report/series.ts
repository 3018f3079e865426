/** The charts' series of one scenario, on one axis of seconds: the load from k6's timeline, the rest from our samples. */

import { K6_METRIC, type Sample, type SampleName } from '../contract/contract.ts';
import { allowedRange } from '../judge/allowed-cpus.ts';
import type { Evidence } from '../judge/evidence.ts';
import { loadBeganMs } from '../judge/load-clock.ts';
import type { Series } from '../page/data.ts';
import type { Snapshot } from '../store/timeline.ts';
import { MIB } from '../text/numbers.ts';
import { thin } from './thin.ts';

interface Declared extends Omit<Series, 'values'> {
  /** Left out while it stays the same: then a line for the box says it. */
  isChange?: true;
  /** Value at a reading, from it and the one before; undefined when it was not measured. */
  read: (now: Reading, before: Reading | undefined) => number | undefined;
}

/** What is known of one second. */
interface Reading {
  load?: Snapshot;
  sample?: Sample;
}

const load =
  (metric: string, statistic: string) =>
  ({ load: snapshot }: Reading): number | undefined =>
    snapshot?.values[metric]?.[statistic];

const level =
  (name: SampleName, factor = 1) =>
  ({ sample }: Reading): number | undefined => {
    const value = sample?.values[name];
    return value === undefined ? undefined : value * factor;
  };

/** Growth of one counter by that of another, or by time in seconds. */
const rate =
  (name: SampleName, by?: SampleName) =>
  ({ sample: now }: Reading, before: Reading | undefined): number | undefined => {
    const then = before?.sample;
    if (now === undefined || then === undefined) return undefined;
    const grown = difference(now.values[name], then.values[name]);
    const base = by === undefined ? (now.t - then.t) / 1000 : difference(now.values[by], then.values[by]);
    // a counter that fell is that of another process
    return grown === undefined || base === undefined || base <= 0 || grown < 0 ? undefined : grown / base;
  };

const SERIES: Declared[] = [
  { id: 'vus', label: 'VUs', unit: 'VUs', chart: 'load', read: load('vus', 'value') },
  { id: 'requests', label: 'requests', unit: '/s', chart: 'load', read: load('http_reqs', 'rate') },
  {
    id: 'dropped',
    label: 'dropped iterations',
    unit: '/s',
    chart: 'load',
    read: load('dropped_iterations', 'rate'),
  },
  { id: 'p99', label: 'p99', unit: 'ms', chart: 'latency', read: load(K6_METRIC.opDuration, 'p(99)') },
  { id: 'p95', label: 'p95', unit: 'ms', chart: 'latency', read: load(K6_METRIC.opDuration, 'p(95)') },
  { id: 'median', label: 'median', unit: 'ms', chart: 'latency', read: load(K6_METRIC.opDuration, 'med') },
  {
    id: 'response',
    label: 'p95 of the response time',
    unit: 'ms',
    chart: 'latency',
    read: load(K6_METRIC.opResponse, 'p(95)'),
  },
  {
    id: 'failed',
    label: 'failed operations',
    unit: '%',
    chart: 'errors',
    read: load(K6_METRIC.opFailed, 'rate'),
  },
  {
    id: 'cpu',
    label: 'CPU of the service',
    unit: 'CPUs',
    chart: 'cpu',
    read: first(rate('cgroup_cpu_seconds_total'), rate('process_cpu_seconds_total')),
  },
  {
    id: 'throttled',
    label: 'throttled periods',
    unit: '%',
    chart: 'cpu',
    read: rate('cgroup_cpu_throttled_periods_total', 'cgroup_cpu_periods_total'),
  },
  {
    id: 'allowed-cpu',
    label: 'CPU limit of the box',
    unit: 'CPUs',
    chart: 'cpu',
    isChange: true,
    read: ({ sample }) => allowedNow(sample),
  },
  { id: 'k6-cpu', label: 'CPU of k6', unit: 'CPUs', chart: 'cpu', read: rate('k6_cpu_seconds_total') },
  {
    id: 'machine-cpu',
    label: 'CPU of the machine',
    unit: 'CPUs',
    chart: 'cpu',
    read: rate('host_cpu_busy_seconds_total'),
  },
  {
    id: 'held',
    label: 'memory held',
    unit: 'MiB',
    chart: 'memory',
    read: first(level('cgroup_memory_held_bytes', 1 / MIB), level('process_memory_held_bytes', 1 / MIB)),
  },
  {
    id: 'working-set',
    label: 'working set',
    unit: 'MiB',
    chart: 'memory',
    read: level('cgroup_memory_working_set_bytes', 1 / MIB),
  },
  {
    id: 'rss',
    label: 'RSS',
    unit: 'MiB',
    chart: 'memory',
    read: level('process_resident_memory_bytes', 1 / MIB),
  },
  { id: 'heap', label: 'heap', unit: 'MiB', chart: 'memory', read: level('runtime_heap_mb') },
  { id: 'sys', label: 'held by the runtime', unit: 'MiB', chart: 'memory', read: level('runtime_sys_mb') },
  {
    id: 'goroutines',
    label: 'goroutines',
    unit: 'count',
    chart: 'runtime',
    read: level('runtime_goroutines'),
  },
  { id: 'handles', label: 'handles', unit: 'count', chart: 'runtime', read: level('runtime_handles') },
  {
    id: 'connections',
    label: 'database connections',
    unit: 'count',
    chart: 'runtime',
    read: level('catalog_connections'),
  },
  { id: 'fds', label: 'file descriptors', unit: 'count', chart: 'runtime', read: level('process_open_fds') },
  { id: 'threads', label: 'threads', unit: 'count', chart: 'runtime', read: level('process_threads') },
  {
    id: 'gc',
    label: 'time in GC pauses',
    unit: '%',
    chart: 'runtime',
    read: rate('runtime_gc_pause_seconds_total'),
  },
  {
    id: 'gc-cpu',
    label: 'GC share of CPU time',
    unit: '%',
    chart: 'runtime',
    read: rate('runtime_gc_cpu_seconds_total', 'runtime_cpu_seconds_total'),
  },
  {
    id: 'gc-concurrent',
    label: 'time in concurrent GC',
    unit: '%',
    chart: 'runtime',
    read: rate('runtime_gc_concurrent_seconds_total'),
  },
];

/** Empty when nothing says when the load began. Of a long load the axis is thinned. */
export function seriesOf(evidence: Evidence): { time: number[]; series: Series[] } {
  const beganMs = loadBeganMs(evidence);
  if (beganMs === undefined) return { time: [], series: [] };
  const readings = bySecond(evidence, beganMs);
  const seconds = readings.map((_, second) => second);
  const columns = SERIES.map(({ read }) => withoutSmallGaps(column(readings, read)));
  const { time, columns: thinned } = thin(seconds, columns);
  return {
    time,
    series: SERIES.flatMap(({ read: _, isChange, ...declared }, index) => {
      const values = thinned[index] ?? [];
      const isLeftOut = isChange === true && allowedRange(evidence) === undefined;
      return isLeftOut || values.every((value) => value === null)
        ? []
        : [{ ...declared, values: values.map(rounded) }];
    }),
  };
}

/** Longer than any load; files that do not belong together may lie decades apart. */
const MAX_SECONDS = 3 * 24 * 3600;

/** A period of the timeline is dated by its end, a sample by its begin: both are put to the nearest second. */
function bySecond({ timeline, samples }: Evidence, beganMs: number): Reading[] {
  const readings: Reading[] = [];
  const at = (t: number): Reading | undefined => {
    const second = Math.round((t - beganMs) / 1000);
    if (second < 0 || second > MAX_SECONDS) return undefined;
    while (readings.length <= second) readings.push({});
    return readings[second];
  };
  for (const snapshot of timeline) {
    const reading = at(snapshot.t);
    if (reading !== undefined) reading.load = snapshot;
  }
  for (const sample of samples) {
    const reading = at(sample.t);
    if (reading !== undefined) reading.sample = sample;
  }
  return readings;
}

function column(readings: Reading[], read: Declared['read']): (number | null)[] {
  let before: Reading | undefined;
  return readings.map((reading) => {
    const value = read(reading, before);
    if (reading.sample !== undefined) before = reading;
    return value === undefined || !Number.isFinite(value) ? null : value;
  });
}

/** Readings come a little less than once a second, so that now and then a second has none; longer gaps are real ones. */
function withoutSmallGaps(values: (number | null)[]): (number | null)[] {
  return values.map((value, index) => {
    const [before, after] = [values[index - 1], values[index + 1]];
    return value ?? (typeof before === 'number' && typeof after === 'number' ? (before + after) / 2 : null);
  });
}

function first(...reads: Declared['read'][]): Declared['read'] {
  return (now, before) => {
    for (const read of reads) {
      const value = read(now, before);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function difference(now: number | undefined, then: number | undefined): number | undefined {
  return now === undefined || then === undefined ? undefined : now - then;
}

/** One that is gone is no number to draw. */
function allowedNow(sample: Sample | undefined): number | undefined {
  const limit = sample?.values.cgroup_cpu_limit;
  return limit === undefined || limit < 0 ? undefined : limit;
}

/** Four digits are more than a chart can show. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
