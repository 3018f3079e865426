import { NO_LIMIT } from '../cgroup/kernel-file.ts';
import { CPU_PERIOD_US } from '../limit.ts';
import { type Readings, readable } from '../readings.ts';
import { docker } from './cli.ts';
import { type Container, inspectContainer } from './container.ts';

/**
 * A reading by `docker stats`, for engines whose control groups we cannot see (Docker Desktop). It knows no CPU
 * seconds, no throttling and no OOM kills, and takes about a second. The limits are those that the engine keeps now:
 * `docker update` may have changed them.
 */
export async function dockerStats(container: string): Promise<Readings> {
  const [output, inspected] = await Promise.all([
    docker(['stats', '--no-stream', '--format', '{{json .}}', container]),
    inspectContainer(container).catch(() => undefined),
  ]);
  if (output.exitCode !== 0) return {};
  return {
    ...parseDockerStats(output.stdout),
    ...(inspected === undefined ? {} : configuredLimits(inspected.HostConfig)),
  };
}

const NANO = 1e9;

/** An engine that cannot limit has taken out what it was told (moby: verifyPlatformContainerResources). */
export function configuredLimits(host: Container['HostConfig']): Readings {
  const { Memory, CpuQuota, CpuPeriod, NanoCpus } = host;
  const byQuota = CpuQuota > 0 ? CpuQuota / (CpuPeriod || CPU_PERIOD_US) : NO_LIMIT;
  return {
    cgroup_cpu_limit: NanoCpus > 0 ? NanoCpus / NANO : byQuota,
    cgroup_memory_limit_bytes: Memory > 0 ? Memory : NO_LIMIT,
  };
}

/** Memory here is without the inactive page cache (docker/cli: calculateMemUsageUnixNoCache): the working set. */
export function parseDockerStats(json: string): Readings {
  const { MemUsage = '', BlockIO = '', PIDs = '' } = JSON.parse(json) as Partial<Record<string, string>>;
  const [memory, limit] = MemUsage.split(' / ').map(parseSize);
  const [read, written] = BlockIO.split(' / ').map(parseSize);
  const pids = Number.parseInt(PIDs, 10);
  return readable({
    cgroup_memory_working_set_bytes: memory,
    cgroup_memory_limit_bytes: limit,
    cgroup_pids: Number.isNaN(pids) ? undefined : pids,
    cgroup_io_read_bytes_total: read,
    cgroup_io_write_bytes_total: written,
  });
}

/** docker/go-units writes memory with binary prefixes and the rest with decimal ones. */
const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** `12.3MiB` → bytes; undefined for `--`, which stands for a container that has ended. */
function parseSize(text: string): number | undefined {
  const [, number, unit = ''] = /^([\d.]+)([A-Za-z]+)$/.exec(text.trim()) ?? [];
  const factor = UNIT_BYTES[unit];
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
}
