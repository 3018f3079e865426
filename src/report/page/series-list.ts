/** The series of a scenario's charts and of series.csv: what each is, and how it is read of one second. */
import { K6_METRIC, type Sample, type SampleName } from '../../contract/contract.ts';
import type { Series } from '../../page/data.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { MIB } from '../../text/numbers.ts';

export interface Declared extends Omit<Series, 'values'> {
  /** Left out while it stays the same: then a line for the box says it. */
  isChange?: true;
  /** Value at a reading, from it and the one before; undefined when it was not measured. */
  read: (now: Reading, before: Reading | undefined) => number | undefined;
}

/** What is known of one second. */
export interface Reading {
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

const rateMib =
  (name: SampleName): Declared['read'] =>
  (now, before) => {
    const bytes = rate(name)(now, before);
    return bytes === undefined ? undefined : bytes / MIB;
  };

const loadMib =
  (metric: string): Declared['read'] =>
  (now) => {
    const bytes = load(metric, 'rate')(now);
    return bytes === undefined ? undefined : bytes / MIB;
  };

const DISK = { unit: 'MiB/s', chart: 'disk' } as const;
/** That of the machine has the loopback, over which a load of this machine comes. */
const NETWORK = { unit: 'MiB/s', chart: 'network' } as const;

export const SERIES: Declared[] = [
  { id: 'vus', label: 'VUs', unit: 'VUs', chart: 'load', read: load('vus', 'value') },
  { id: 'requests', label: 'requests', unit: '/s', chart: 'throughput', read: load('http_reqs', 'rate') },
  {
    id: 'dropped',
    label: 'dropped iterations',
    unit: '/s',
    chart: 'throughput',
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
    chart: 'throttling',
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
  { id: 'disk-read', label: 'read by the box', ...DISK, read: rateMib('cgroup_io_read_bytes_total') },
  { id: 'disk-written', label: 'written by the box', ...DISK, read: rateMib('cgroup_io_write_bytes_total') },
  {
    id: 'machine-disk-read',
    label: 'read by the machine',
    ...DISK,
    read: rateMib('host_disk_read_bytes_total'),
  },
  {
    id: 'machine-disk-written',
    label: 'written by the machine',
    ...DISK,
    read: rateMib('host_disk_write_bytes_total'),
  },
  { id: 'load-sent', label: 'load to the service', ...NETWORK, read: loadMib('data_sent') },
  { id: 'load-received', label: 'service to the load', ...NETWORK, read: loadMib('data_received') },
  {
    id: 'machine-received',
    label: 'received by the machine',
    ...NETWORK,
    read: rateMib('host_network_receive_bytes_total'),
  },
  {
    id: 'machine-sent',
    label: 'sent by the machine',
    ...NETWORK,
    read: rateMib('host_network_transmit_bytes_total'),
  },
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
    chart: 'gc',
    read: rate('runtime_gc_pause_seconds_total'),
  },
  {
    id: 'gc-cpu',
    label: 'GC share of CPU time',
    unit: '%',
    chart: 'gc',
    read: rate('runtime_gc_cpu_seconds_total', 'runtime_cpu_seconds_total'),
  },
  {
    id: 'gc-concurrent',
    label: 'time in concurrent GC',
    unit: '%',
    chart: 'gc',
    read: rate('runtime_gc_concurrent_seconds_total'),
  },
];

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
