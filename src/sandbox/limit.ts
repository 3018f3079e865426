/** What the docker and the cgroup driver set alike, so that a profile means the same in both. */

/** The kernel's default CFS period, which docker and kubernetes use too: a service out of quota waits up to 100 ms. */
export const CPU_PERIOD_US = 100_000;

/** The kernel takes no quota below 1 ms (kernel/sched/core.c, min_cfs_quota_period). */
const MIN_CPU_QUOTA_US = 1000;

/** CPU time a period that amounts to `cpus`. */
export function cpuQuotaUs(cpus: number): number {
  return Math.max(MIN_CPU_QUOTA_US, Math.round(cpus * CPU_PERIOD_US));
}

/** The smallest that any kernel has. */
export const PAGE_BYTES = 4096;

/**
 * What an engine is told of memory and swap together: a page of swap. Of no swap at all runc writes the limit and does not
 * tell systemd, which takes it away when it next reloads (runc: libcontainer/cgroups/systemd/v2.go, MemorySwapMax).
 */
export function memoryAndSwapBytes(memoryBytes: number): number {
  return memoryBytes + PAGE_BYTES;
}
