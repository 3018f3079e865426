/** What is read of the box, the service, k6 and the machine. */

/**
 * One reading, once a second, one line of samples.ndjson. `values` is flat, by the names below; what could not be
 * read is absent, never zero.
 */
export interface Sample {
  /** Epoch ms when the reading began. */
  t: number;
  values: Partial<Record<SampleName, number>>;
}

/** Every series a sample can hold. `_total` only grows (while the same process lives). */
export const SAMPLE_NAMES = [
  // the target's control group
  'cgroup_cpu_seconds_total',
  'cgroup_cpu_periods_total',
  'cgroup_cpu_throttled_periods_total',
  'cgroup_cpu_throttled_seconds_total',
  'cgroup_memory_bytes',
  /** what the kernel cannot take back: anonymous and shared memory, files in tmpfs, locked pages, and its own for the group */
  'cgroup_memory_held_bytes',
  /** memory less inactive page cache (kubernetes' definition): evidence, since it holds pages that the kernel drops at once */
  'cgroup_memory_working_set_bytes',
  /** the limits that hold, read back with every sample; -1 is no limit, as in the kernel's cpu.cfs_quota_us */
  'cgroup_cpu_limit',
  'cgroup_memory_limit_bytes',
  'cgroup_swap_limit_bytes',
  /** the CPU limit that burstbox has put on: where the one read back differs, somebody else changed it */
  'box_cpu_limit',
  /** how often the memory limit had to be defended by reclaim, before anybody was killed */
  'cgroup_memory_limit_hits_total',
  /** the most memory the kernel has counted at once, page cache included */
  'cgroup_memory_peak_bytes',
  'cgroup_oom_kills_total',
  'cgroup_pids',
  'cgroup_io_read_bytes_total',
  'cgroup_io_write_bytes_total',
  /** pressure stall information: time in which some task waited, and in which none could go on (version 2 only) */
  'cgroup_cpu_pressure_waiting_seconds_total',
  'cgroup_memory_pressure_waiting_seconds_total',
  'cgroup_memory_pressure_stalled_seconds_total',
  'cgroup_io_pressure_waiting_seconds_total',
  'cgroup_io_pressure_stalled_seconds_total',
  // the target's process tree
  'process_cpu_seconds_total',
  /** time spent runnable but waiting for a CPU (/proc/PID/task/TID/schedstat) */
  'process_cpu_wait_seconds_total',
  /** anonymous and shared memory of all processes, what they share once: without tmpfs files that nobody maps */
  'process_memory_held_bytes',
  /** with mapped pages of files; of several processes: the pages that they share count once */
  'process_resident_memory_bytes',
  'process_open_fds',
  /** how many file descriptors a process may have (RLIMIT_NOFILE, soft); of several processes it is not told */
  'process_max_fds',
  /** open file descriptors that are sockets */
  'process_open_sockets',
  'process_threads',
  'process_start_time_seconds',
  /** processes besides the first that were there for some readings and have ended: workers, not helpers of a moment */
  'process_ended_total',
  /** how the last of those that failed ended, as waitpid(2) tells it: read of one that its parent has not yet fetched; else absent */
  'process_end_status',
  // what the target says of itself
  'runtime_sys_mb',
  'runtime_heap_mb',
  'runtime_goroutines',
  'runtime_handles',
  'runtime_gc_total',
  'runtime_gc_pause_seconds_total',
  /** CPU time of the collector, without what it did on processors that had nothing else to do; to be held against the next alone */
  'runtime_gc_cpu_seconds_total',
  /** CPU time of the program and its collector, as the same runtime counts it */
  'runtime_cpu_seconds_total',
  /** the collector's part of the CPU time that the process could have had since its start */
  'runtime_gc_cpu_fraction',
  /** time that the collector was at work beside the program */
  'runtime_gc_concurrent_seconds_total',
  'requests_total',
  'requests_errors_total',
  'requests_in_flight',
  /** requests that wait for a connection of a pool, and for a worker or thread of the server */
  'pool_waiting',
  'workers_backlog',
  /** connections to its database, and the statements prepared on them */
  'catalog_connections',
  'catalog_statements',
  /** how long the service took to answer the reading of its own numbers: a client that is not part of the load */
  'probe_seconds',
  /** of its log, as far as we keep it: what stands in it was written between two readings */
  'service_log_bytes',
  // the load generator
  'k6_cpu_seconds_total',
  'k6_cpu_wait_seconds_total',
  'k6_resident_memory_bytes',
  // burstbox itself
  'burstbox_cpu_seconds_total',
  // the machine
  'host_cpu_busy_seconds_total',
  'host_memory_available_bytes',
  'host_disk_free_bytes',
  /** of the disk that the service keeps its files on, where that can be seen */
  'data_disk_used_bytes',
  'data_disk_free_bytes',
  /** of all block devices */
  'host_disk_read_bytes_total',
  'host_disk_write_bytes_total',
  /** of all network interfaces, loopback included, over which the load comes */
  'host_network_receive_bytes_total',
  'host_network_transmit_bytes_total',
] as const;
export type SampleName = (typeof SAMPLE_NAMES)[number];
