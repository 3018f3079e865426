/** What the dashboard shows: PromQL over what `--metrics-to prometheus=…` writes, k6's figures and our samples. Pure. */
import type { SampleName } from '../../contract/contract.ts';

export interface Query {
  /** PromQL, in which `$of` stands for the run, box and scenario that are chosen above the panels. */
  expr: string;
  /** Of each line; `{{op}}` is a label. */
  legend: string;
}

export interface PanelSpec {
  title: string;
  /** What is to be seen in it. */
  about: string;
  /** As Grafana names it. */
  unit: string;
  queries: Query[];
}

export interface RowSpec {
  title: string;
  panels: PanelSpec[];
}

/** Pods of one load write the same series, each with its own `instance_id`: sums and counts add up, of quantiles the highest shows. */
export const ROWS: RowSpec[] = [
  {
    title: 'Load and answers (k6)',
    panels: [
      panel('Load', 'Users, and iterations that were due while none was free.', 'short', [
        ['sum(k6_vus$of)', 'users'],
        ['sum(rate(k6_dropped_iterations_total$of[$__rate_interval]))', 'dropped iterations a second'],
      ]),
      panel('Operations', 'Requests a second, by operation.', 'reqps', [
        ['sum by (op) (rate(k6_http_reqs_total$of[$__rate_interval]))', '{{op}}'],
      ]),
      panel(
        'Latency, p95',
        'Of operations that succeeded. A quantile of several pods is that of the slowest.',
        's',
        [['max by (op) (k6_op_duration_p95$of)', '{{op}}']],
      ),
      panel('Latency, median and p99', 'The same over all operations.', 's', [
        ['max by (op) (k6_op_duration_med$of)', '{{op}} median'],
        ['max by (op) (k6_op_duration_p99$of)', '{{op}} p99'],
      ]),
      panel(
        'Errors',
        'Share of operations that failed: no answer, a wrong status or wrong bytes.',
        'percentunit',
        [['avg by (op) (k6_op_failed_rate$of)', '{{op}}']],
      ),
      panel('Bytes', 'What k6 sent and received.', 'Bps', [
        ['sum(rate(k6_data_sent_total$of[$__rate_interval]))', 'sent'],
        ['sum(rate(k6_data_received_total$of[$__rate_interval]))', 'received'],
      ]),
    ],
  },
  {
    title: 'The box',
    panels: [
      panel('CPU', 'Of the box, against what it may use.', 'short', [
        [`${rate('cgroup_cpu_seconds_total')}`, 'used'],
        [`${level('cgroup_cpu_limit')} > 0`, 'limit'],
      ]),
      panel('Throttled', 'Share of the periods in which the quota was used up.', 'percentunit', [
        [`${rate('cgroup_cpu_throttled_periods_total')} / ${rate('cgroup_cpu_periods_total')}`, 'throttled'],
      ]),
      panel('Memory', 'What the kernel cannot take back, against the limit.', 'bytes', [
        [level('cgroup_memory_held_bytes'), 'held'],
        [`${level('cgroup_memory_limit_bytes')} > 0`, 'limit'],
      ]),
      panel('Killed for memory', 'By the kernel, in this box.', 'short', [
        [level('cgroup_oom_kills_total'), 'OOM kills'],
      ]),
    ],
  },
  {
    title: 'The service',
    panels: [
      panel('Process memory', 'Held, and resident with pages of files.', 'bytes', [
        [level('process_memory_held_bytes'), 'held'],
        [level('process_resident_memory_bytes'), 'resident'],
      ]),
      panel('Descriptors, threads, goroutines', 'What grows without end is a leak.', 'short', [
        [level('process_open_fds'), 'file descriptors'],
        [level('process_threads'), 'threads'],
        [level('runtime_goroutines'), 'goroutines'],
        [level('runtime_handles'), 'handles'],
      ]),
      panel('Garbage collection', 'Time in pauses, a second.', 'percentunit', [
        [rate('runtime_gc_pause_seconds_total'), 'in pauses'],
      ]),
      panel(
        'Waiting inside',
        'Requests in work, and those that wait for a connection or a worker.',
        'short',
        [
          [level('requests_in_flight'), 'in flight'],
          [level('pool_waiting'), 'for a connection'],
          [level('workers_backlog'), 'for a worker'],
        ],
      ),
    ],
  },
  {
    title: 'The measurement itself',
    panels: [
      panel('CPU beside the box', 'Where k6 is short of CPU its latencies are its own.', 'short', [
        [rate('k6_cpu_seconds_total'), 'k6'],
        [rate('k6_cpu_wait_seconds_total'), 'k6 waits for a CPU'],
        [rate('host_cpu_busy_seconds_total'), 'whole machine'],
      ]),
      panel('Memory and disk of the machine', 'What is left.', 'bytes', [
        [level('host_memory_available_bytes'), 'memory available'],
        [level('host_disk_free_bytes'), 'disk free'],
      ]),
    ],
  },
];

function panel(
  title: string,
  about: string,
  unit: string,
  queries: [expr: string, legend: string][],
): PanelSpec {
  return { title, about, unit, queries: queries.map(([expr, legend]) => ({ expr, legend })) };
}

function level(name: SampleName): string {
  return `max(burstbox_${name}$of)`;
}

function rate(name: Extract<SampleName, `${string}_total`>): string {
  return `max(rate(burstbox_${name}$of[$__rate_interval]))`;
}
